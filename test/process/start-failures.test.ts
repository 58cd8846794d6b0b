import { spawnSync } from 'node:child_process'
import { closeSync, copyFileSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, onTestFinished, test } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'
import { EnvironmentError } from '../../src/errors/errors.ts'
import { asMachineFault } from '../../src/errors/system-errors.ts'
import { en } from '../../src/messages/en.ts'
import { run } from '../../src/process/run.ts'
import { start } from '../../src/process/start.ts'

type Start = { readonly program: string; readonly cwd: string; readonly env?: Readonly<Record<string, string>> }

/** Each makes a program that the system does not start, in an empty folder. */
const refusals: readonly [what: string, make: (folder: string) => Start, reason: string][] = [
  [
    'an environment that is too large (E2BIG)',
    (cwd) => {
      const env = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`V${index}`, 'x'.repeat(130_000)]))
      return { program: 'true', cwd, env }
    },
    'the environment and the arguments are too large together',
  ],
  [
    'a file that is no program (EACCES)',
    (cwd) => {
      writeFileSync(join(cwd, 'data'), 'data')
      return { program: join(cwd, 'data'), cwd }
    },
    'permission denied',
  ],
  [
    'a program that is being written (ETXTBSY)',
    (cwd) => {
      copyFileSync('/bin/true', join(cwd, 'busy'))
      const file = openSync(join(cwd, 'busy'), 'r+')
      onTestFinished(() => closeSync(file))
      return { program: join(cwd, 'busy'), cwd }
    },
    'it is being written at this moment',
  ],
  [
    'links that form a loop (ELOOP)',
    (cwd) => {
      spawnSync('ln', ['-s', 'loop', join(cwd, 'loop')])
      return { program: join(cwd, 'loop'), cwd }
    },
    'its links form a loop',
  ],
]

test.each(refusals)('%s is said to be the reason, of a run and of a start', async (_, make, reason) => {
  const { program, cwd, env = {} } = make(await emptyFolder())
  const result = await run(program, [], { cwd, env })
  expect('reason' in result && result.reason(en)).toBe(`it could not be started: ${reason}`)

  const started = (async () => {
    const child = start(program, [], { cwd, env, stdio: ['ignore', 'ignore', 'ignore'] })
    await new Promise((_, reject) => child.once('error', reject))
  })()
  const error = await started.then(undefined, asMachineFault)
  expect(error).toBeInstanceOf(EnvironmentError)
  expect((error as EnvironmentError).describe(en).message).toBe(`This machine cannot start ${program}: ${reason}.`)
})

test('a folder that is gone is not said to be a missing program', async () => {
  const folder = await emptyFolder()
  const cwd = join(folder, 'gone')
  mkdirSync(cwd)
  rmSync(cwd, { recursive: true })
  const result = await run('true', [], { cwd })
  expect('reason' in result && result.reason(en)).toBe(`the folder ${cwd} is gone`)
})

const bin = join(process.cwd(), 'bin/create-o2switch-rust.js')
const toolkit = join(process.cwd(), 'dist/o2switch.mjs')

/** What a shell does around the tool (`$0`) or the toolkit (`$1`), and how that ends: never with a stack. */
const outputs: readonly [what: string, script: string, exitCode: number, said: RegExp][] = [
  ['stdout on a full disk', 'node "$0" --help > /dev/full', 1, /^Cannot write the output: the disk is full\n$/],
  ['the toolkit, likewise', 'node "$1" --help > /dev/full', 1, /^Cannot write the output: the disk is full\n$/],
  ['stderr on a full disk', 'node "$0" nonsense/x --bad 2> /dev/full', 2, /^$/],
  ['a reader that leaves', '{ node "$0" --help; echo "$?" >&2; } | head -n 1 > /dev/null', 0, /^0\n$/],
  ['no streams at all', 'node "$0" --version <&- >&- 2>&-', 0, /^$/],
  [
    'a folder that is gone',
    'mkdir gone; cd gone; rmdir ../gone; node "$1" doctor',
    2,
    /✖ The current folder no longer exists\.\n {2}Change to one that exists/,
  ],
]

test.each([
  ['the tool', bin],
  ['the toolkit', toolkit],
])('%s ends in one line at an error event that nobody listens to, and with the stack at a bug', async (_, program) => {
  const folder = await emptyFolder()
  const ends = async (error: string) => {
    // As soon as the program is ready for what nobody expects.
    const preload = `const timer = setInterval(() => {
      if (process.listenerCount('uncaughtException') === 0) return
      clearInterval(timer)
      new (require('events'))().emit('error', ${error})
    }, 10)`
    writeFileSync(join(folder, 'preload.cjs'), preload)
    const options = { cwd: folder, env: { LANG: 'C' }, reject: false } as const
    return await execa(process.execPath, ['--require', join(folder, 'preload.cjs'), program, 'doctor'], options)
  }
  const ofMachine = await ends("Object.assign(new Error('x'), { code: 'EIO', syscall: 'read' })")
  expect(ofMachine).toMatchObject({
    exitCode: 3,
    stderr: expect.stringMatching(
      /✖ A problem of this machine: read: the disk or the terminal does not work any more\.\n/,
    ),
  })
  expect(ofMachine.stderr).not.toMatch(/^\s+at /m)
  expect(await ends("new Error('ours')")).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/Error: ours\n\s+at [\s\S]*This is a bug/),
  })
})

test.each(outputs)('with %s, one line says why, and the exit code is right', async (_, script, exitCode, said) => {
  const cwd = await emptyFolder()
  const options = { cwd, env: { LANG: 'C', CI: '' }, reject: false, stripFinalNewline: false } as const
  const result = await execa('sh', ['-c', script, bin, toolkit], options)
  expect(result.exitCode, result.stderr).toBe(exitCode)
  expect(result.stderr).toMatch(said)
  expect(result.stderr).not.toMatch(/^\s+at /m)
})
