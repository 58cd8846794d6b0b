import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, onTestFinished, test } from 'vitest'
import { userNamespace } from '../../harness/tool/mounts.ts'
import { createProject, metadata, pathWith, rust, toolkit } from '../../harness/toolkit/project.ts'
import { until } from '../../harness/until.ts'

// The "addon" is a copy of src/lib.rs; the app prints its text when it starts and when it is stopped.
const app = `
const text = require('fs').readFileSync(process.env.ADDON, 'utf8').trim()
console.error('serving ' + text + ', draining for ' + process.env.DRAIN_SECONDS)
if (text === 'short') process.exit(1)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => { console.error('stopped ' + text + ' by ' + signal); process.exit(0) })
setInterval(() => {}, 1000)
`
const cargo = `${metadata}
/bin/grep -q broken src/lib.rs && { echo "error[E0425]" >&2; exit 101; }
echo '{"reason":"compiler-artifact","target":{"kind":["cdylib"]},"filenames":["src/lib.rs","lib.so"]}'
/bin/cp src/lib.rs lib.so`

type Surroundings = {
  readonly env?: Readonly<Record<string, string>>
  /** What a shell does before, as root of a user namespace of its own. */
  readonly before?: string
}

async function startDev(source: string, { env = {}, before }: Surroundings = {}) {
  const root = await createProject({ 'app.js': app, 'src/lib.rs': source, 'target/dev/9.node': 'from the last run' })
  const variables = { PATH: await pathWith({ ...rust, cargo }), ...env }
  const running = before
    ? inNamespace(await userNamespace(), root, before, variables)
    : toolkit(root, ['dev'], variables)
  let output = ''
  running.stderr.on('data', (text) => {
    output += text
  })
  onTestFinished(() => void running.kill('SIGTERM')) // also stops the app
  let ended = false
  running.finally(() => {
    ended = true
  })
  const sees = async (words: string) => {
    await until(() => ended || output.includes(words), `"${words}"`).catch((error) =>
      expect.fail(`${error}: ${output}`),
    )
    expect(output).toContain(words)
  }
  const write = (text: string) => writeFileSync(join(root, 'src/lib.rs'), text)
  return { root, running, sees, write, output: () => output }
}

function inNamespace(start: readonly string[], cwd: string, before: string, env: Readonly<Record<string, string>>) {
  const [program = '', ...words] = start
  const command = ['/bin/sh', '-c', `${before}; exec "$0" "$@"`, process.execPath, 'scripts/o2switch.mjs', 'dev']
  const options = { cwd, env: { LANG: 'C', ...env }, reject: false, stdin: 'ignore' } as const
  return execa(`/usr/bin/${program}`, [...words, ...command], options)
}

test('dev serves each change, and keeps serving the last version that compiled', async () => {
  const { root, running, sees, write } = await startDev('one')
  await sees('serving one, draining for 2')
  write('two')
  await sees('stopped one by SIGTERM')
  await sees('serving two')

  write('broken')
  await sees(
    'error[E0425]\n\ncargo build failed (exit code 101). The last version that compiled is still served. Waiting for a change…',
  )
  write('three')
  await sees('stopped two by SIGTERM')
  await sees('serving three')

  running.kill('SIGTERM')
  const { exitCode, stdout, stderr } = await running
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' })
  expect(stderr).toMatch(/stopped three by SIGTERM$/)
  expect(readdirSync(join(root, 'target/dev'))).toEqual([])
})

test('dev waits for a change if nothing has compiled yet, and if the app has exited', async () => {
  const { running, sees, write } = await startDev('broken')
  await sees('cargo build failed (exit code 101). Nothing is served. Waiting for a change…')
  write('short')
  await sees('serving short')
  await sees('The app has exited. Waiting for a change…')
  write('long')
  await sees('serving long')
  running.kill('SIGTERM')
  expect((await running).exitCode).toBe(0)
})

test('dev starts the app again when its settings or migrations change, even those that were not there', async () => {
  const { root, running, sees, output } = await startDev('one')
  await sees('serving one')
  const serves = (count: number) => until(() => output().split('serving one').length > count, `start number ${count}`)
  writeFileSync(join(root, '.env'), 'PORT=3001\n')
  await serves(2)
  mkdirSync(join(root, 'migrations'))
  writeFileSync(join(root, 'migrations/1_users.sql'), 'create table users (id int);\n')
  await serves(3)
  running.kill('SIGTERM')
  expect((await running).exitCode).toBe(0)
})

const limited = (what: string, value: number) =>
  `Changes cannot be watched: no inotify watches are left (user.max_inotify_${what} = ${value}, fs.inotify.max_user_${what} = `

const withoutWatching: readonly [what: string, how: Surroundings, line: string][] = [
  ['no watches are left', { before: 'echo 1 > /proc/sys/user/max_inotify_watches' }, limited('watches', 1)],
  ['the watches end half-way', { before: 'echo 2 > /proc/sys/user/max_inotify_watches' }, limited('watches', 2)],
  ['no instance is left', { before: 'echo 0 > /proc/sys/user/max_inotify_instances' }, limited('instances', 0)],
  ['polling is asked for', { env: { CHOKIDAR_USEPOLLING: 'true' } }, ''],
]

test.each(withoutWatching)('dev looks for changes where it cannot watch: %s', async (_, how, line) => {
  const { root, running, sees, write } = await startDev('one', how)
  await sees('serving one')
  mkdirSync(join(root, 'src/routes'))
  write('two')
  await sees('serving two')
  write('three')
  await sees('serving three')
  running.kill('SIGTERM')
  const { exitCode, stderr } = await running
  expect(exitCode).toBe(0)
  const said = stderr.split('\n').filter((one) => !/^(serving|stopped) /.test(one))
  expect(said, stderr).toEqual(
    line ? [expect.stringMatching(/^Changes cannot .*; to raise it: sudo sysctl .* twice a second instead\.$/)] : [],
  )
  expect(stderr).toContain(line)
})

/** Each makes src/lib.rs say `text` in another way. */
const replacements: readonly [what: string, replace: (src: string, text: string) => void][] = [
  [
    'a folder removed and made again at once',
    (src, text) => {
      rmSync(src, { recursive: true })
      mkdirSync(src)
      writeFileSync(join(src, 'lib.rs'), text)
    },
  ],
  [
    'a folder swapped for another one',
    (src, text) => {
      cpSync(src, `${src}.new`, { recursive: true })
      writeFileSync(`${src}.new/lib.rs`, text)
      renameSync(src, `${src}.old`)
      renameSync(`${src}.new`, src)
      rmSync(`${src}.old`, { recursive: true })
    },
  ],
  [
    'a file replaced by a rename, as editors do',
    (src, text) => {
      writeFileSync(`${src}/4913`, text)
      renameSync(`${src}/4913`, `${src}/lib.rs`)
    },
  ],
  [
    'a link to another folder',
    (src, text) => {
      renameSync(src, `${src}.real`)
      writeFileSync(`${src}.real/lib.rs`, text)
      symlinkSync('src.real', src)
    },
  ],
  ['a file below a link', (src, text) => writeFileSync(`${src}.real/lib.rs`, text)],
  [
    'a folder that links to itself, and a link that leads nowhere',
    (src, text) => {
      symlinkSync('.', `${src}/loop`)
      symlinkSync('me', `${src}/me`)
      writeFileSync(`${src}/lib.rs`, text)
    },
  ],
  ['a plain change after all of these', (src, text) => writeFileSync(`${src}/lib.rs`, text)],
]

test('dev loses sight of nothing that is replaced, and builds for nothing that is no source', async () => {
  const { root, running, sees, output } = await startDev('start')
  await sees('serving start')
  for (const [index, [what, replace]] of replacements.entries()) {
    replace(join(root, 'src'), `text ${index}`)
    await sees(`serving text ${index}`).catch((error) => expect.fail(`${what}: ${error}`))
  }
  // cargo makes its target folder elsewhere, with its mark, and moves it into place.
  mkdirSync(join(root, 'made'))
  writeFileSync(join(root, 'made/CACHEDIR.TAG'), 'Signature: 8a477f597d28d172789f06886806bc55')
  renameSync(join(root, 'made'), join(root, 'src/target'))
  for (const name of ['src/target/x.o', 'src/.lib.rs.swp', 'src/lib.rs~', 'server.log'])
    writeFileSync(join(root, name), 'no source')
  writeFileSync(join(root, 'src/lib.rs'), 'end')
  await sees('serving end')
  running.kill('SIGTERM')
  await running
  expect(output().split('serving end')).toHaveLength(2)
})
