import { cpSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
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

const names = [
  `${'x'.repeat(120)}.css`,
  `${'é'.repeat(120)}.css`, // two bytes each
  `${'🦀'.repeat(60)}.svg`, // four
  'x'.repeat(255),
  `${'f'.repeat(200)}/${'g'.repeat(99)}/index.html`,
  `${'deep/'.repeat(60)}x`,
  `${'d'.repeat(91)}/${'n'.repeat(101)}`,
  `-x "y" 'z' $HOME %s *.txt`,
  'back\\slash',
  'Ünïcödé \u0301 المغرب',
].map((name) => `public/${name}`)

test.each([
  ['1700000000', '2023-11-14'],
  ['99999999999', '5138-11-16'], // has no place in a header of 1988
])('files of any legal name are packed, and of any time (%s)', async (SOURCE_DATE_EPOCH, day) => {
  const root = await createProject(Object.fromEntries(names.map((name) => [name, name])))
  expect(await bundle(root, { SOURCE_DATE_EPOCH })).toMatchObject({ exitCode: 0, stdout: archive })
  const unpacked = await emptyFolder()
  await execa('tar', ['-xzf', join(root, archive), '-C', unpacked])
  for (const name of names) expect(readFileSync(join(unpacked, name), 'utf8'), name).toBe(name)
  const { stdout } = await execa('tar', ['-tvzf', archive, '--full-time'], { cwd: root, env: { TZ: 'UTC' } })
  expect([...new Set(stdout.match(/\d{4}-\d\d-\d\d(?= \d\d:)/g))]).toEqual([day])
  const list = 'import sys, tarfile; print("\\n".join(m.name for m in tarfile.open(sys.argv[1]) if m.isfile()))'
  const python = await execa('python3', ['-c', list, join(root, archive)], { env: { PYTHONUTF8: '1' } })
  expect(
    python.stdout
      .split('\n')
      .filter((name) => name.startsWith('public/'))
      .sort(),
  ).toEqual([...names].sort())
  await execa('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: join(root, 'dist') })
})

test.each([
  ['a line break', 'a\nb'],
  ['an escape character', 'a\u001bb'],
  ['Latin-1', Buffer.from('public/caf\xe9.txt', 'latin1')],
])('a name with %s is rejected by name before anything is packed', async (_, name) => {
  const root = await createProject({ 'public/x': '' })
  writeFileSync(
    Buffer.concat([Buffer.from(`${root}/`), Buffer.isBuffer(name) ? name : Buffer.from(`public/${name}`)]),
    '',
  )
  const { exitCode, stderr } = await bundle(root)
  expect(exitCode).toBe(2)
  expect(stderr).toMatch(/✖ The name \S*public\S* is not UTF-8, or has a control character in it\.\n/)
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

test('the archive has the same bytes in every clone, with the time of its commit, until something is not committed', async () => {
  const files = await createProject({ ...contents, 'public/crlf.bat': 'x\r\n', 'public/logo.png': '\x89\r\n\0' })
  const repository = await emptyFolder()
  const git = (cwd: string, ...args: string[]) =>
    execa('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args], {
      cwd,
      env: { GIT_COMMITTER_DATE: '2024-05-06T07:08:09Z', GIT_AUTHOR_DATE: '2001-01-01T00:00:00Z' },
    })
  const project = join(repository, 'apps/my-shop')
  cpSync(files, project, { recursive: true })
  writeFileSync(join(project, '.gitignore'), readFileSync('templates/base/_gitignore'))
  writeFileSync(join(project, '.gitattributes'), '*.bat text eol=crlf\n')
  await git(repository, 'init', '--quiet')
  await git(repository, 'add', '.')
  await git(repository, 'add', '--force', 'apps/my-shop/built.node', 'apps/my-shop/public')
  await git(repository, 'commit', '--quiet', '-m', 'x')
  await git(repository, 'commit', '--quiet', '-m', 'of another project', '--allow-empty')

  const bundled = async (clone: string, umask = '022') => {
    const root = join(clone, 'apps/my-shop')
    const command = ['-c', `umask ${umask}; exec "$0" scripts/o2switch.mjs bundle --addon built.node`, process.execPath]
    await execa('sh', command, { cwd: root, env: { SOURCE_DATE_EPOCH: undefined, LC_ALL: 'C' }, stdin: 'ignore' })
    const modes = ['app.js', 'public', 'public/index.html'].map(
      (file) => statSync(join(root, 'dist', file)).mode & 0o777,
    )
    expect(modes, 'what a web server reads').toEqual([0o644, 0o755, 0o644])
    return readFileSync(join(root, archive))
  }
  const first = await bundled(repository)
  for (const [options, umask] of [
    [['--depth=1'], '022'],
    [['--config=core.autocrlf=true'], '077'],
    [['--config=log.showSignature=true', '--config=core.fileMode=false'], '002'],
  ] as const) {
    const clone = await emptyFolder()
    await git(clone, 'clone', '--quiet', ...options, `file://${repository}`, '.')
    expect((await bundled(clone, umask)).equals(first), `${options} ${umask}`).toBe(true)
  }
  const time = async () => {
    await bundled(repository)
    const list = ['-tvzf', archive, '--full-time']
    const { stdout } = await execa('tar', list, { cwd: project, env: { TZ: 'UTC' } })
    return [...new Set(stdout.match(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g))]
  }
  expect(await time()).toEqual(['2024-05-06 07:08:09'])
  utimesSync(join(project, 'app.js'), 2_000_000_000, 2_000_000_000)
  writeFileSync(join(project, 'public/new.log.txt'), 'not committed')
  await git(repository, 'config', 'status.showUntrackedFiles', 'no')
  expect(await time(), 'a new file').toEqual(['2033-05-18 03:33:20'])
  writeFileSync(join(repository, '.git/info/exclude'), 'new.log.txt\n')
  expect(await time(), 'a new file that git ignores').toEqual(['2033-05-18 03:33:20'])
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
