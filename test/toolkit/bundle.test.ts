import { cpSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { emptyFolder, filesIn } from '../../harness/folder.ts'
import { bundle, createProject } from '../../harness/toolkit/project.ts'

const archive = 'dist/my-shop-1.2.3.tar.gz'
const longPath = `public/${'folder-'.repeat(12)}/${'été '.repeat(15)}.css`

const contents = {
  'public/index.html': 'hello',
  [longPath]: 'x',
  'public/.well-known/x.txt': 'x',
  'public/empty.txt': '',
  'public/index.html.bak': 'an editor',
  'public/.env': 'SECRET=1',
  'public/.env.local': 'SECRET=1',
  'public/css/error.log': 'x',
  'public/.htaccess': 'x',
  'public/.DS_Store': 'x',
  'notes.txt': 'x',
  '.env': 'SECRET=1',
  'app.js.bak': 'x',
  'stderr.log': 'x',
}

const bundled = [
  'app.js',
  'app.node',
  'package.json',
  'public/.well-known/x.txt',
  'public/empty.txt',
  longPath,
  'public/index.html',
]

test('dist/ has what the host needs, as files and as an archive', async () => {
  const root = await createProject(contents)
  const { stdout, stderr, exitCode } = await bundle(root)
  expect({ stdout, exitCode }).toEqual({ stdout: archive, exitCode: 0 })
  expect(stderr.match(/^Left out: .*/gm)?.sort()).toEqual(
    ['.DS_Store', '.env', '.env.local', '.htaccess', 'css/error.log', 'index.html.bak'].map(
      (name) => `Left out: public/${name}`,
    ),
  )
  expect(await filesIn(join(root, 'dist'))).toEqual(
    [
      ...bundled,
      'SHA256SUMS',
      'my-shop-1.2.3.tar.gz',
      'public',
      'public/.well-known',
      'public/css',
      longPath.replace(/\/[^/]*$/, ''),
      'tmp',
    ].sort(),
  )
  await execa('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: join(root, 'dist') })
  expect(JSON.parse(readFileSync(join(root, 'dist/package.json'), 'utf8'))).toEqual({
    name: 'my-shop',
    version: '1.2.3',
    private: true,
    main: 'app.js',
    o2switch: { process: 'node' },
  })

  const unpacked = await emptyFolder()
  await execa('tar', ['-xzf', join(root, archive), '-C', unpacked])
  for (const path of bundled) expect(readFileSync(join(unpacked, path))).toEqual(readFileSync(join(root, 'dist', path)))
  const listed = await execa('tar', ['--quoting-style=literal', '-tvzf', join(root, archive)])
  const lines = listed.stdout.split('\n')
  expect(lines.filter((line) => !/^(-rw-r--r--|drwxr-xr-x) 0\/0 /.test(line))).toEqual([])
  expect(lines.map((line) => line.split(/:\d\d /)[1])).toEqual([
    'app.js',
    'app.node',
    'package.json',
    'public/',
    'public/.well-known/',
    'public/.well-known/x.txt',
    'public/css/',
    'public/empty.txt',
    longPath.replace(/[^/]*$/, ''),
    longPath,
    'public/index.html',
    'tmp/',
  ])
})

test('Python can read the archive', async () => {
  const root = await createProject(contents)
  await bundle(root)
  const list = 'import sys, tarfile; print("\\n".join(m.name for m in tarfile.open(sys.argv[1], "r:gz") if m.isfile()))'
  const { stdout } = await execa('python3', ['-c', list, join(root, archive)], { env: { PYTHONUTF8: '1' } })
  expect(stdout.split('\n')).toEqual(bundled)
})

test('the bundle is reproducible: the same project gives the same bytes', async () => {
  const env = { SOURCE_DATE_EPOCH: '1700000000', TZ: 'Asia/Tokyo' }
  const one = await createProject(contents)
  await bundle(one, env)
  const other = await createProject(contents)
  utimesSync(join(other, 'app.js'), 1, 1)
  await bundle(other, { ...env, TZ: 'UTC', LC_ALL: 'C' })
  await bundle(other, { ...env, TZ: 'UTC', LC_ALL: 'C' })
  expect(readFileSync(join(other, archive))).toEqual(readFileSync(join(one, archive)))
  expect(readFileSync(join(other, 'dist/SHA256SUMS'))).toEqual(readFileSync(join(one, 'dist/SHA256SUMS')))
})

test('files in the archive have the time of the commit, or of the newest file if there are later changes', async () => {
  const root = await createProject(contents)
  const git = (...args: string[]) =>
    execa('git', args, { cwd: root, env: { GIT_COMMITTER_DATE: '2024-05-06T07:08:09Z' } })
  const time = async () => {
    await bundle(root, { SOURCE_DATE_EPOCH: undefined })
    const { stdout } = await execa('tar', ['-tvzf', archive, '--full-time'], { cwd: root, env: { TZ: 'UTC' } })
    return [...new Set(stdout.match(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g))]
  }
  utimesSync(join(root, 'app.js'), 2_000_000_000, 2_000_000_000)
  expect(await time(), 'no repository').toEqual(['2033-05-18 03:33:20'])

  writeFileSync(join(root, '.gitignore'), readFileSync('templates/base/_gitignore'))
  await git('init', '--quiet')
  await git('add', '.')
  await git('-c', 'user.name=x', '-c', 'user.email=x@example.com', 'commit', '--quiet', '-m', 'x')
  expect(await time()).toEqual(['2024-05-06 07:08:09'])
  const clone = await emptyFolder()
  cpSync(root, clone, { recursive: true })
  await bundle(clone)
  expect(readFileSync(join(clone, archive))).toEqual(readFileSync(join(root, archive)))

  writeFileSync(join(root, 'public/index.html'), 'other')
  expect(await time()).toEqual(['2033-05-18 03:33:20'])
})

test('the bundle of a project without public/ has an empty one', async () => {
  const root = await createProject()
  await bundle(root)
  expect(await filesIn(join(root, 'dist'))).toContain('public')
})

test("in a workspace of several crates, the project's own crate is bundled", async () => {
  const member = '[package]\nname = "another"\nversion = "0.0.0"\n'
  const manifest = '[package]\nname = "my-shop"\nversion = "1.2.3"\n[workspace]\nmembers = ["a"]\n'
  const root = await createProject({ 'Cargo.toml': manifest, 'a/Cargo.toml': member, 'a/src/lib.rs': '' })
  expect(await bundle(root)).toMatchObject({ exitCode: 0, stdout: archive })
})
