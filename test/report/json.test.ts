import { join } from 'node:path'
import { outputFile, pathExists } from 'fs-extra/esm'
import { expect, test } from 'vitest'
import { filesIn } from '../../harness/folder.ts'
import { openTerminal } from '../../harness/terminal.ts'
import { goodPrograms, machine, npm, pidsIn, project, runTool } from '../../harness/tool/machine.ts'
import { parseAs } from '../../harness/tool/schema.ts'
import type { ResultDocument } from '../../src/report/result.ts'

const parse = (stdout: string) => parseAs<ResultDocument>('result', stdout)

test('--json after a successful run has the project, tools, files, timed steps, addon and next commands', async () => {
  const { run, cwd } = await machine()
  const { exitCode, stdout, stderr } = await run('my-api', '--framework', 'plain', '--json')
  expect(exitCode).toBe(0)
  const path = join(cwd, 'my-api')
  const result = parse(stdout)
  expect(result).toMatchObject({
    exitCode: 0,
    project: { name: 'my-api', path, framework: 'plain', packageManager: 'npm', ci: 'github', language: 'en' },
    addon: { path: join(path, 'app.node'), bytes: 7, glibc: null },
    next: ['cd my-api', 'npm run dev', 'npm run bundle'],
  })
  expect(result.tools).toContainEqual({ name: 'cargo', version: '1.90.0' })
  expect(result.steps.map(({ name, status }) => `${name} ${status}`)).toEqual([
    'look done',
    'write done',
    'install done',
    'commit done',
    'build done',
  ])
  for (const step of result.steps) expect('seconds' in step && step.seconds).toBeGreaterThanOrEqual(0)
  expect(result.steps.map(({ command }) => command)).toContain('npm run build --silent')
  expect(result.files?.map(({ path }) => path).sort()).toEqual(
    project.filter((name) => !['scripts', 'src'].includes(name)),
  )
  expect(result).not.toHaveProperty('error')
  expect(stderr, 'progress is still shown on stderr').toContain('npm install… done in')
})

test('--json has no steps for what was left out', async () => {
  const { run } = await machine()
  const result = parse((await run('x', '-f', 'plain', '--json', '--no-install', '--no-git')).stdout)
  expect(result.steps.map(({ name }) => name)).toEqual(['write'])
  expect(result).not.toHaveProperty('addon')
  expect(result.next).toEqual(['cd x', 'npm install', 'npm run build', 'npm run dev', 'npm run bundle'])
})

const failures: [code: number, kind: string, programs: typeof goodPrograms, args: string[], steps: string[]][] = [
  [2, 'usage', goodPrograms, ['x', '--framework', 'nothing'], []],
  [2, 'usage', goodPrograms, ['x', '--no-such-flag'], []],
  [2, 'usage', goodPrograms, [], []],
  [3, 'environment', { npm }, ['x', '-f', 'plain', '--no-git'], ['look lacking', 'write done', 'install done']],
  [
    4,
    'build',
    {
      ...goodPrograms,
      npm: `${npm}\n# Stands for an npm that installs and cannot build.\ncase "$*" in run*) echo E0308; exit 1 ;; esac`,
    },
    ['x', '-f', 'plain', '--no-git'],
    ['look done', 'write done', 'install done', 'build failed'],
  ],
]

test.each(failures)(
  '%i: --json has the error of kind %s, and the steps before it',
  async (code, kind, programs, args, steps) => {
    const { run } = await machine(programs)
    const { exitCode, stdout, stderr } = await run(...args, '--json')
    const result = parse(stdout)
    expect(exitCode).toBe(code)
    expect(result.exitCode).toBe(code)
    expect(result.error?.kind).toBe(kind)
    expect(result.steps.map(({ name, status }) => `${name} ${status}`)).toEqual(steps)
    expect(stderr, 'stderr has the same message').toContain(result.error?.message)
    if (kind === 'build') expect(result.error?.output).toContain('E0308')
  },
)

test('--json has no escape sequences, whatever npm was told, and no line that a progress bar wrote over', async () => {
  const colourful = `# Stands for an npm whose settings have color=always.
[ "$1" = --version ] && printf '\\033[36m11.0.0\\033[0m\\n' && exit
printf '\\033]0;npm install\\007\\033[1;31mnpm\\033[0m \\033[35merror\\033[39m E404 \\033]8;;https://x\\033\\\\here\\033]8;;\\033\\\\\\n' >&2
printf '10%%\\r 50%%\\rgave up\\r\\n'
exit 1`
  const { run } = await machine({ ...goodPrograms, npm: colourful })
  const { stdout, stderr } = await run('x', '-f', 'plain', '--no-git', '--json')
  const result = parse(stdout)
  expect(result.tools).toContainEqual({ name: 'npm', version: '11.0.0' })
  expect([...(result.error?.output ?? [])].sort()).toEqual(['gave up', 'npm error E404 here'])
  for (const control of ['\\u001b', '\u001b', '\r']) expect(stdout + stderr).not.toContain(control)
})

test('143: --json of a stopped run says how far it came', async () => {
  const endless = `# Stands for an npm that never ends.\n[ "$1" = --version ] && echo 11.0.0 && exit\necho $$ > "$HOME/pids"; while sleep 1; do :; done`
  const { cwd, env, bin } = await machine({ ...goodPrograms, npm: endless })
  const child = runTool({ cwd, env, bin }, ['x', '-f', 'plain', '--json'])
  await pidsIn(join(env.HOME ?? '', 'pids'), 1)
  child.kill('SIGTERM')
  const { exitCode, stdout } = await child
  expect(exitCode).toBe(143)
  const result = parse(stdout)
  expect(result).toMatchObject({ exitCode: 143, error: { kind: 'cancelled' } })
  expect(result.steps.at(-1)).toMatchObject({ name: 'install', status: 'stopped' })
})

test('--json asks no questions, even at a terminal', async () => {
  const { exitCode, text } = openTerminal(await machine(), ['--json'])
  expect(await exitCode).toBe(2)
  expect(text()).toContain('No questions are asked with --json.')
  expect(text()).not.toContain('Which')
})

test('--dry-run shows files with their sizes, commands and versions, and writes nothing', async () => {
  const { run, cwd } = await machine()
  const { exitCode, stdout } = await run('Ma Boutique', '-f', 'fancy', '--dry-run')
  expect(exitCode).toBe(0)
  expect(stdout).toContain('The project would be named ma-boutique, with Fancy.')
  expect(stdout).toMatch(/Files to write in Ma Boutique \(\d+, \d+ kB\):\n/)
  expect(stdout).toMatch(/^ +9 bytes {2}src\/app\.rs$/m)
  expect(stdout).toContain('  npm run build --silent\n')
  expect(stdout).toContain('  git init && git add --all && git commit\n')
  expect(stdout).toMatch(/With .*npm 11\.0\.0.*cargo 1\.90\.0.* and git \d+\.\d+\.\d+\./)
  expect(stdout).toContain('Nothing was written.')
  expect(await filesIn(cwd)).toEqual([])
})

test('--dry-run --json prints the planned steps and files, and writes nothing', async () => {
  const { run, cwd } = await machine()
  const { exitCode, stdout } = await run('x', '-f', 'plain', '--dry-run', '--json')
  expect(exitCode).toBe(0)
  const result = parse(stdout)
  expect(result).toMatchObject({ dryRun: true, exitCode: 0, project: { path: join(cwd, 'x') } })
  expect(result.steps.map(({ name, status }) => `${name} ${status}`)).toEqual([
    'write planned',
    'install planned',
    'commit planned',
    'build planned',
  ])
  expect(result.tools).toContainEqual({ name: 'npm', version: '11.0.0' })
  expect(result.files?.find(({ path }) => path === 'src/app.rs')?.bytes).toBe(9)
  expect(await pathExists(join(cwd, 'x'))).toBe(false)
})

test('--dry-run fails where a real run would: for an occupied folder, and for missing tools', async () => {
  const { run, cwd } = await machine({ npm })
  await outputFile(join(cwd, 'full/notes.txt'), 'mine')
  expect((await run('full', '-f', 'plain', '--dry-run')).exitCode).toBe(2)
  const { exitCode, stdout, stderr } = await run('x', '-f', 'plain', '--dry-run')
  expect(exitCode).toBe(3)
  expect(stdout).toContain('Files to write in x')
  expect(stderr).toContain('Rust is not installed. The project could be written, but not built.')
})

test.each([['--help'], ['--version'], ['doctor', '--help']])('%s with --json prints one document', async (...args) => {
  const { run } = await machine()
  const { exitCode, stdout, stderr } = await run(...args, '--json')
  const plain = await run(...args)
  expect([exitCode, stderr]).toEqual([0, ''])
  expect(JSON.parse(stdout)).toMatchObject({ exitCode: 0, text: plain.stdout.trimEnd() })
})
