import { mkdir, rmdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { type Machine, machine } from '../../harness/tool/machine.ts'
import { plant, treeOf } from '../../harness/tree.ts'

/** Runs the tool from `sh`, since Node could not pass these names on. `"$@"` starts it. */
function shell({ cwd, env, bin }: Machine, script: string, more: Record<string, string> = {}) {
  return execa('sh', ['-c', script, 'sh', process.execPath, bin], {
    cwd,
    env: { ...env, PATH: `${env.PATH}:/usr/bin:/bin`, ...more },
    extendEnv: false,
    reject: false,
  })
}

const options = '-f plain --no-install --no-git'
const latin1 = '"$(printf \'caf\\351\')"'

test.each([
  ['the current folder', `mkdir ${latin1} && cd ${latin1} && "$@" x ${options}`],
  ['a folder above the current one', `mkdir -p ${latin1}/deep && cd ${latin1}/deep && "$@" x ${options}`],
  ['the current folder, for "."', `mkdir ${latin1} && cd ${latin1} && "$@" . --name x ${options}`],
  ['the current folder, for an absolute path', `mkdir ${latin1} && cd ${latin1} && "$@" "$HOME/x" ${options}`],
  ['the current folder of doctor', `mkdir ${latin1} && cd ${latin1} && "$@" doctor`],
  ['the destination', `mkdir ${latin1} && "$@" ${latin1}/x ${options}`],
  ['a new destination', `"$@" ${latin1} ${options}`],
  ['--target-dir', `mkdir ${latin1} && "$@" x ${options} --target-dir ${latin1}`],
  ['--template', `mkdir ${latin1} && "$@" x --template ${latin1} --no-install`],
  ['the home folder', `HOME=$HOME/${latin1} && mkdir $HOME && "$@" '~/x' ${options}`],
])('2: a name that Node cannot decode, and would take for another folder: %s', async (_, script) => {
  const here = await machine()
  const { exitCode, stderr } = await shell(here, script)
  expect(stderr).toMatch(/not UTF-8: Node (takes it for|would use)/)
  expect(exitCode).toBe(2)
  const left = (await shell(here, 'find . ../home -name "*x*" -o -name "*.json" | grep -v gitconfig')).stdout
  expect(left).toBe('')
})

test('2: the toolkit, in a folder that Node takes for another', async () => {
  const here = await machine()
  const toolkit = join(process.cwd(), 'dist/o2switch.mjs')
  const { exitCode, stderr } = await shell(here, `mkdir ${latin1} && cd ${latin1} && "$1" ${toolkit} build`)
  expect(stderr).toContain('The name of the current folder is not UTF-8')
  expect(exitCode).toBe(2)
})

test('a folder whose name really has the replacement character is one like others', async () => {
  const here = await machine()
  await mkdir(join(here.cwd, 'caf\ufffd'))
  const { exitCode } = await shell(here, `cd caf* && "$@" x ${options}`)
  expect(exitCode).toBe(0)
  expect(await treeOf(here.cwd)).toHaveProperty('caf\ufffd/x/package.json')
})

test.each([
  ['2: the current folder is deleted', 'rmdir', /no longer exists/],
  ['2: another folder has its name', 'replace', /no longer exists/],
])('%s', async (_, how, reason) => {
  const here = await machine()
  const replace = how === 'replace' ? '&& mkdir ../gone' : ''
  const { exitCode, stderr } = await shell(
    here,
    `mkdir gone && cd gone && rmdir ../gone ${replace} && "$@" x ${options}`,
  )
  expect(stderr).toMatch(reason)
  expect(exitCode).toBe(2)
  if (how === 'replace') await rmdir(join(here.cwd, 'gone'))
})

/** Where the printed `cd` leads from the folder where the person stands. */
async function leadsTo(here: Machine, stdout: string, from = '.'): Promise<string> {
  const [, cd = ''] = /^ {2}(cd .*)$/m.exec(stdout) ?? []
  return (await execa('sh', ['-c', `cd ${from} && ${cd} && pwd -P`], { cwd: here.cwd, env: { PWD: undefined } })).stdout
}

test.each([
  ['real', '../x'],
  ['real', 'x'],
  ['real/deep', '../../x'],
])('a current folder that was reached through a link to %s: %s', async (target, typed) => {
  const here = await machine()
  await plant(here.cwd, { 'a/b/real/deep': '/' })
  await symlink(join('a/b', target), join(here.cwd, 'link'))
  const { stdout } = await shell(here, `cd link && "$@" ${typed} ${options}`)
  expect(await leadsTo(here, stdout, 'link')).toBe(join(here.cwd, 'a/b', target, typed))
})

const npmIn = (command: string) => ({ npm_config_user_agent: 'npm/11.0.0 node/v20.0.0', npm_command: command })
const pnpm = { npm_config_user_agent: 'pnpm/10.0.0 npm/? node/v20.0.0' }

test.each<[string, string, Record<string, string>, from: string, shown: RegExp]>([
  ['npx -w one', '.', npmIn('exec'), '.', /^ {2}cd one\/x$/m],
  ['npm init -w one', '.', npmIn('init'), '.', /^ {2}cd one\/x$/m],
  ['npx in the same folder', 'one', npmIn('exec'), 'one', /^ {2}cd x$/m],
  ['INIT_CWD of a folder elsewhere', 'elsewhere', npmIn('exec'), 'one', /^ {2}cd x$/m],
  ['INIT_CWD of an npm script in whose shell we were started', '.', npmIn('run-script'), 'one', /^ {2}cd x$/m],
  ['INIT_CWD that no longer exists', 'gone', npmIn('exec'), 'one', /^ {2}cd x$/m],
  ['INIT_CWD without npm', '.', {}, 'one', /^ {2}cd x$/m],
])('where the person stands: %s', async (_, init, variables, from, shown) => {
  const here = await machine()
  await plant(here.cwd, { one: '/', elsewhere: '/' })
  const env = { ...variables, INIT_CWD: join(here.cwd, init) }
  const { stdout } = await shell(here, `cd one && "$@" x ${options}`, env)
  expect(stdout).toMatch(shown)
  expect(await leadsTo(here, stdout, from)).toBe(join(here.cwd, 'one/x'))
})

test.each([
  ['pnpm --filter one exec', '.', 'one/x'],
  ['pnpm dlx', 'one', 'x'],
])('where the person stands: %s, which leaves PWD alone', async (_, pwd, shown) => {
  const here = await machine()
  await mkdir(join(here.cwd, 'one'))
  const { stdout } = await execa(process.execPath, [here.bin, 'x', ...options.split(' ')], {
    cwd: join(here.cwd, 'one'),
    env: { ...here.env, ...pnpm, PWD: join(here.cwd, pwd) },
    extendEnv: false,
  })
  expect(stdout).toContain(`\n  cd ${shown}\n`)
})
