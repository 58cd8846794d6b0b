import { cpSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { emptyFolder, filesIn } from '../../harness/folder.ts'
import { bundle, craft } from '../../harness/toolkit/project.ts'

const archive = 'dist/my-shop-1.2.3.tar.gz'
const deep = `public/${'folder-'.repeat(12)}/${'été '.repeat(15)}.css`

const contents = {
  'public/index.html': 'hello',
  [deep]: 'x',
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

const held = [
  'app.js',
  'app.node',
  'package.json',
  'public/.well-known/x.txt',
  'public/empty.txt',
  deep,
  'public/index.html',
]

test('the bundle is what the host needs, as files and as an archive', async () => {
  const root = await craft(contents)
  const { stdout, stderr, exitCode } = await bundle(root)
  expect({ stdout, exitCode }).toEqual({ stdout: archive, exitCode: 0 })
  expect(stderr.match(/^Left out: .*/gm)?.sort()).toEqual(
    ['.DS_Store', '.env', '.env.local', '.htaccess', 'css/error.log', 'index.html.bak'].map(
      (name) => `Left out: public/${name}`,
    ),
  )
  expect(await filesIn(join(root, 'dist'))).toEqual(
    [
      ...held,
      'SHA256SUMS',
      'my-shop-1.2.3.tar.gz',
      'public',
      'public/.well-known',
      'public/css',
      deep.replace(/\/[^/]*$/, ''),
      'tmp',
    ].sort(),
  )
  await execa('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: join(root, 'dist') })
  expect(JSON.parse(readFileSync(join(root, 'dist/package.json'), 'utf8'))).toEqual({
    name: 'my-shop',
    version: '1.2.3',
    private: true,
    main: 'app.js',
  })

  const unpacked = await emptyFolder()
  await execa('tar', ['-xzf', join(root, archive), '-C', unpacked])
  for (const path of held) expect(readFileSync(join(unpacked, path))).toEqual(readFileSync(join(root, 'dist', path)))
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
    deep.replace(/[^/]*$/, ''),
    deep,
    'public/index.html',
    'tmp/',
  ])
})

test('Python reads the archive as tar does', async () => {
  const root = await craft(contents)
  await bundle(root)
  const list = 'import sys, tarfile; print("\\n".join(m.name for m in tarfile.open(sys.argv[1], "r:gz") if m.isfile()))'
  const { stdout } = await execa('python3', ['-c', list, join(root, archive)], { env: { PYTHONUTF8: '1' } })
  expect(stdout.split('\n')).toEqual(held)
})

test('the same project gives the same bytes, wherever and whenever', async () => {
  const env = { SOURCE_DATE_EPOCH: '1700000000', TZ: 'Asia/Tokyo' }
  const one = await craft(contents)
  await bundle(one, env)
  const other = await craft(contents)
  utimesSync(join(other, 'app.js'), 1, 1)
  await bundle(other, { ...env, TZ: 'UTC', LC_ALL: 'C' })
  await bundle(other, { ...env, TZ: 'UTC', LC_ALL: 'C' })
  expect(readFileSync(join(other, archive))).toEqual(readFileSync(join(one, archive)))
  expect(readFileSync(join(other, 'dist/SHA256SUMS'))).toEqual(readFileSync(join(one, 'dist/SHA256SUMS')))
})

test("files have the commit's time, and with later changes that of the newest file", async () => {
  const root = await craft(contents)
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

test('without public/ there is an empty one', async () => {
  const root = await craft()
  await bundle(root)
  expect(await filesIn(join(root, 'dist'))).toContain('public')
})

test('in a workspace of several crates it is the one of the project', async () => {
  const member = '[package]\nname = "another"\nversion = "0.0.0"\n'
  const manifest = '[package]\nname = "my-shop"\nversion = "1.2.3"\n[workspace]\nmembers = ["a"]\n'
  const root = await craft({ 'Cargo.toml': manifest, 'a/Cargo.toml': member, 'a/src/lib.rs': '' })
  expect(await bundle(root)).toMatchObject({ exitCode: 0, stdout: archive })
})
