import { writeFile } from 'node:fs/promises'
import { constants } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { execa } from 'execa'
import { pathExists } from 'fs-extra/esm'
import { expect, test } from 'vitest'
import { filesIn } from '../../harness/folder.ts'
import { keys, openTerminal, type Terminal } from '../../harness/terminal.ts'
import { goodPrograms, isAlive, machine, npm, pidsIn, runTool } from '../../harness/tool/machine.ts'
import { until } from '../../harness/until.ts'

const folderQuestion = 'Which folder for the project?'
const cursor = { hidden: '\u001b[?25l', shown: '\u001b[?25h' }

test.each([
  ['the first question', []],
  ['the last question', ['shop']],
])('130: Ctrl-C at %s prints one line and writes nothing', async (_, args) => {
  const here = await machine()
  const { sees, press, exitCode, text } = openTerminal(here, args)
  await sees('Which f')
  press(keys.ctrlC)
  expect(await exitCode).toBe(130)
  expect(text()).toContain('Cancelled. Nothing was written.')
  expect(text()).not.toMatch(/Error|\bat /)
  expect(await filesIn(here.cwd)).toEqual([])
})

test('130: Ctrl-D at a question acts like Ctrl-C', async () => {
  const here = await machine()
  const { sees, press, exitCode, text } = openTerminal(here, [])
  await sees(folderQuestion)
  press(keys.ctrlD)
  expect(await exitCode).toBe(130)
  expect(text()).toMatch(/\nCancelled\. Nothing was written\./)
})

test.each([
  ['SIGTERM', 143],
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGQUIT', 131],
])('%s at a question ends with exit code %i', async (signal, code) => {
  const { sees, kill, exitCode, text } = openTerminal(await machine(), [])
  await sees(folderQuestion)
  kill(signal)
  expect(await exitCode).toBe(code)
  expect(text()).toContain('Cancelled. Nothing was written.')
})

test('Ctrl-C during the build stops its child processes and says where the files are', async () => {
  const endlessBuild = `${npm}
case "$*" in run*)
  echo $$ >> "$HOME/pids"
  sh -c 'echo $$ >> "$HOME/pids"; while sleep 1; do :; done' ;;
esac`
  const here = await machine({ ...goodPrograms, npm: endlessBuild })
  const { press, exitCode, text } = openTerminal(here, ['shop', '-f', 'plain'])
  const pids = await pidsIn(join(here.env.HOME ?? '', 'pids'), 2)
  press(keys.ctrlC)
  expect(await exitCode).toBe(130)
  expect(text()).toMatch(/npm run build: stopped/)
  expect(text()).toContain('in shop; to continue: cd shop && npm run build\r\n')
  expect(await Promise.all(pids.map(isAlive))).toEqual([false, false])
})

test('a second Ctrl-C does not wait for a program that ignores signals', async () => {
  const deaf = `# Stands for an npm that ignores signals.
[ "$1" = --version ] && echo 11.0.0 && exit
trap '' TERM INT
echo $$ > "$HOME/pids"
while sleep 1; do :; done`
  const here = await machine({ ...goodPrograms, npm: deaf })
  const { press, sees, exitCode, raw, text } = openTerminal(here, ['shop', '-f', 'plain'])
  const [pid = 0] = await pidsIn(join(here.env.HOME ?? '', 'pids'), 1)
  await sees('npm install')
  press(keys.ctrlC)
  await sees('stopping; press Ctrl-C again to force quit')
  expect(await isAlive(pid)).toBe(true)
  await setTimeout(350) // any sooner, it would count as the first one, passed on by npm
  press(keys.ctrlC)
  expect(await exitCode).toBe(130)
  await until(async () => !(await isAlive(pid)), 'the end of the killed program')
  expect(text()).toContain('Stopped immediately; files already written are still there.')
  expect(showsCursor(raw())).toBe(true)
})

test('Ctrl-C during the checks writes nothing', async () => {
  const slow = `# Stands for an npm that does not even print its version.
echo $$ > "$HOME/pids"
while sleep 1; do :; done`
  const here = await machine({ ...goodPrograms, npm: slow })
  const { press, exitCode, text } = openTerminal(here, ['shop', '-f', 'plain'])
  await pidsIn(join(here.env.HOME ?? '', 'pids'), 1)
  press(keys.ctrlC)
  expect(await exitCode).toBe(130)
  expect(text()).toContain('Check npm, cargo, rustc, C linker and disk space: stopped')
  expect(text()).not.toContain('Write the files')
  expect(text()).toContain('Cancelled. Nothing was written.')
  expect(await filesIn(here.cwd)).toEqual([])
})

const endless = `# Stands for an npm that never ends; it and its child write their pids to a file.
[ "$1" = --version ] && echo 11.0.0 && exit
echo $$ >> "$HOME/pids"
sh -c 'echo $$ >> "$HOME/pids"; while sleep 1; do :; done' &
wait`

test.each([
  ['SIGINT', 130],
  ['SIGQUIT', 131],
  ['SIGTERM', 143],
] as const)(
  '%s during the install stops the children, says where the files are and ends with %i',
  async (signal, code) => {
    const { cwd, env, bin } = await machine({ ...goodPrograms, npm: endless })
    const child = runTool({ cwd, env, bin }, ['my-api', '--framework', 'plain'])
    const pids = await pidsIn(join(env.HOME ?? '', 'pids'), 2)
    expect(await Promise.all(pids.map(isAlive))).toEqual([true, true])
    child.kill(signal)

    const { exitCode, stdout, stderr } = await child
    expect(exitCode).toBe(code)
    expect(stdout).toBe('')
    expect(stderr).toContain('npm install… stopping… stopped\n')
    expect(stderr).toMatch(/Cancelled\. .* in my-api; to continue: cd my-api && npm install && npm run build\n$/)
    expect(await Promise.all(pids.map(isAlive))).toEqual([false, false])
    expect(await pathExists(join(cwd, 'my-api/package.json'))).toBe(true)
  },
)

test.each([
  ['at a question', [], 'Which folder', npm],
  ['during the install', ['shop', '-f', 'plain'], 'npm install', endless],
])('closing the terminal %s stops everything without a core dump', async (_, args, words, npm) => {
  const here = await machine({ ...goodPrograms, npm })
  const { sees, close, endedBy } = openTerminal(here, args)
  await sees(words)
  const pids = args.length > 0 ? await pidsIn(join(here.env.HOME ?? '', 'pids'), 2) : []
  close()
  expect(await endedBy).toBe(constants.signals.SIGHUP)
  for (const pid of pids) await until(async () => !(await isAlive(pid)), 'the end of what it had started')
})

test('Ctrl-Z suspends npm and its children and shows the cursor; fg resumes them', async () => {
  const slow = `# Stands for an npm that takes a while, and so does its child.
[ "$1" = --version ] && echo 11.0.0 && exit
echo $$ > "$HOME/pids"
sh -c 'echo $$ >> "$HOME/pids"; until [ -e "$HOME/go-on" ]; do sleep 0.1; done'`
  const here = await machine({ ...goodPrograms, npm: slow })
  const { press, sees, exitCode, raw, pid } = openTerminal(here, ['shop', '-f', 'plain', '--no-build'])
  const pids = [pid, ...(await pidsIn(join(here.env.HOME ?? '', 'pids'), 2))]
  await sees('npm install')
  press(keys.ctrlZ)
  await until(async () => (await Promise.all(pids.map(stateOf))).join('') === 'TTT', 'all of them to stop')
  await until(() => showsCursor(raw()), 'the cursor to be shown')

  process.kill(pid, 'SIGCONT') // as the shell's fg does
  await until(async () => !(await Promise.all(pids.map(stateOf))).includes('T'), 'all of them to resume')
  await sees('npm install')
  await writeFile(join(here.env.HOME ?? '', 'go-on'), '')
  expect(await exitCode).toBe(0)
})

const pressCtrlZ = ({ press }: Terminal) => press(keys.ctrlZ)
const sendSigtstp = ({ kill }: Terminal) => kill('SIGTSTP')

test.each([
  ['Ctrl-Z at a text question', [], pressCtrlZ, 'abc', 'project? abc'],
  ['Ctrl-Z at a choice', ['shop'], pressCtrlZ, keys.down, '❯ '],
  ['SIGTSTP of another program at a text question', [], sendSigtstp, 'abc', 'project? abc'],
  ['SIGTSTP of another program at a choice', ['shop'], sendSigtstp, keys.down, '❯ '],
])('%s gives the terminal back; fg goes on asking', async (_, args, suspend, answer, shown) => {
  const terminal = openTerminal(await machine(), args)
  const { sees, press, exitCode, pid, raw } = terminal
  await sees(args.length > 0 ? 'select' : '(my-api)')
  suspend(terminal)
  await until(async () => (await stateOf(pid)) === 'T', 'it to stop')
  await until(() => showsCursor(raw()), 'the cursor to be shown')
  process.kill(pid, 'SIGCONT') // as the shell's fg does
  await until(async () => (await stateOf(pid)) !== 'T', 'it to resume')
  press(answer)
  await sees(shown)
  press(keys.ctrlC)
  expect(await exitCode).toBe(130)
})

/** Whether the last thing that was said about the cursor is to show it. */
function showsCursor(output: string): boolean {
  return output.lastIndexOf(cursor.shown) > output.lastIndexOf(cursor.hidden)
}

/** As ps shows it: T is stopped. */
async function stateOf(pid: number): Promise<string> {
  const { stdout } = await execa('ps', ['-o', 'stat=', '-p', String(pid)], { reject: false })
  return stdout.charAt(0)
}
