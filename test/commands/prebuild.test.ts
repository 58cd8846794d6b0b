import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { goodPrograms, isAlive, machine, npm, pidsIn, runTool } from '../../harness/tool/machine.ts'

const rustc = `# Stands for a rustc that also prints its host triple.
printf 'rustc 1.90.0 (0000000 2026-01-01)\\nhost: my-own-machine\\n'`

/** Both programs log their events to one file. */
const log = '"$HOME/log"'
const patientNpm = `${npm}
# … and wait with the install until cargo has started.
case "$*" in
  install*) until grep -q "cargo build" ${log} 2>/dev/null; do sleep 0.05; done; echo installed >> ${log} ;;
  run*) echo building >> ${log} ;;
esac`
const slowCargo = `# Stands for a cargo that compiles until npm has installed, and then a little longer.
case "$*" in
  --version | metadata*) echo "cargo 1.90.0 (0000000 2026-01-01)" ;;
  *) echo "cargo $*" >> ${log}; until grep -q installed ${log}; do sleep 0.05; done; sleep 0.3; echo compiled >> ${log} ;;
esac`

test("cargo compiles with napi's arguments while npm installs, and the build waits for it", async () => {
  const { run, env } = await machine({ ...goodPrograms, npm: patientNpm, cargo: slowCargo, rustc, grep: 'real' })
  expect((await run('x', '-f', 'plain', '--no-git')).exitCode).toBe(0)
  expect((await readFile(join(env.HOME ?? '', 'log'), 'utf8')).trim().split('\n')).toEqual([
    'cargo build --locked --release --manifest-path host/addon/Cargo.toml --lib --target my-own-machine',
    'installed',
    'compiled',
    'building',
  ])
})

test('with --verbose there is no prebuild', async () => {
  const { run, env } = await machine({ ...goodPrograms, rustc, cargo: `echo "cargo $*" >> ${log}\n${slowCargo}` })
  expect((await run('x', '-f', 'plain', '--no-git', '--verbose')).exitCode).toBe(0)
  expect(await readFile(join(env.HOME ?? '', 'log'), 'utf8')).not.toContain('cargo build')
})

const endlessCargo = `# Stands for a cargo that compiles for ever; it and its child write their pids to a file.
[ "$1" != build ] && echo "cargo 1.90.0 (0000000 2026-01-01)" && exit
echo $$ >> "$HOME/pids"
sh -c 'echo $$ >> "$HOME/pids"; while sleep 1; do :; done'`

test('a failed install stops cargo', async () => {
  const failing = `# Stands for an npm whose install fails once cargo is running.
case "$*" in --version) echo 11.0.0 ;; *) until [ -s "$HOME/pids" ]; do sleep 0.05; done; sleep 0.3; exit 1 ;; esac`
  const { run, env } = await machine({ ...goodPrograms, npm: failing, cargo: endlessCargo, rustc })
  const { exitCode, stderr } = await run('x', '-f', 'plain', '--no-git')
  expect(exitCode).toBe(4)
  expect(stderr).toContain('npm install failed')
  const pids = await pidsIn(join(env.HOME ?? '', 'pids'), 2)
  expect(await Promise.all(pids.map(isAlive))).toEqual([false, false])
})

test('SIGTERM during the build stops a prebuild that is still running', async () => {
  const { cwd, env, bin } = await machine({ ...goodPrograms, cargo: endlessCargo, rustc })
  const child = runTool({ cwd, env, bin }, ['x', '-f', 'plain', '--no-git'])
  const pids = await pidsIn(join(env.HOME ?? '', 'pids'), 2)
  child.kill('SIGTERM')
  const { exitCode, stderr } = await child
  expect(exitCode).toBe(143)
  expect(stderr).toContain('Cancelled.')
  expect(await Promise.all(pids.map(isAlive))).toEqual([false, false])
})
