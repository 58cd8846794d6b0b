import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'
import { isAlive, pidsIn } from '../../harness/tool/machine.ts'
import { en } from '../../src/messages/en.ts'
import { type ProcessResult, run } from '../../src/process/run.ts'

const cwd = process.cwd()
const sh = (script: string, options = {}) => run('sh', ['-c', script], { cwd, ...options })

const reasonOf = (result: ProcessResult) => ('reason' in result ? result.reason(en) : undefined)

test('returns the stdout of a program that succeeds', async () => {
  expect(await sh('echo hello; echo not this >&2')).toEqual({ kind: 'done', stdout: 'hello' })
})

test('returns the reason and the interleaved output of a program that fails', async () => {
  const failed = await sh('echo one; echo two >&2; exit 9')
  expect(failed).toMatchObject({ kind: 'failed', output: ['one', 'two'] })
  expect(reasonOf(failed)).toBe('exit code 9')
  expect(reasonOf(await sh('kill -KILL $$'))).toBe('terminated by SIGKILL')
})

test('reports a program that does not exist as missing', async () => {
  expect(await run('no-such-program', [], { cwd })).toEqual({ kind: 'missing' })
})

test('kills a program that times out, and its children', async () => {
  const file = join(await emptyFolder(), 'pids')
  const running = sh(`sh -c 'echo $$ >> "${file}"; sleep 60' & echo $$ >> "${file}"; wait`, { timeout: 500 })
  const pids = await pidsIn(file, 2)
  const result = await running
  expect(result.kind).toBe('timed-out')
  expect(reasonOf(result)).toBe('no response within 0.5 s')
  expect(await Promise.all(pids.map(isAlive))).toEqual([false, false])
})

test('starts nothing if the signal is already aborted', async () => {
  const file = join(await emptyFolder(), 'x')
  expect(await sh(`touch ${file}`, { signal: AbortSignal.abort('SIGINT') })).toEqual({ kind: 'stopped' })
  expect(await sh(`test -e ${file}`)).toMatchObject({ kind: 'failed' })
})

test('captured output has no colours, even if the environment forces them', async () => {
  const env = { FORCE_COLOR: '1', CARGO_TERM_COLOR: 'always' }
  Object.assign(process.env, env)
  onTestFinished(() => {
    for (const name of Object.keys(env)) delete process.env[name]
  })
  expect(await sh('echo "$NO_COLOR ${FORCE_COLOR-unset} $CARGO_TERM_COLOR"')).toMatchObject({
    stdout: '1 unset never',
  })
})

test('an undefined variable is unset', async () => {
  expect(await sh('env | grep ^HOME= || echo none', { env: { HOME: undefined } })).toEqual({
    kind: 'done',
    stdout: 'none',
  })
})
