import type { Localized } from '../text/localized.ts'
import { type Env, environmentFor, type Recipient } from './environment.ts'
import { onForcedExit } from './forced-exit.ts'
import { suspendWithUs } from './job-control.ts'

/** How a program ended. `output` is all that it printed, in the order in which it came; empty if it was shown live. */
export type ProcessResult =
  | { readonly kind: 'done'; readonly stdout: string }
  | {
      readonly kind: 'failed'
      readonly reason: Localized
      readonly output: readonly string[]
      /** Undefined if a signal ended it, or if it could not be started. */
      readonly exitCode: number | undefined
    }
  | { readonly kind: 'timed-out'; readonly reason: Localized }
  | { readonly kind: 'missing' }
  | { readonly kind: 'stopped' }

export type RunOptions = {
  readonly cwd: string
  /** Our own variables; one that is undefined is not passed on. */
  readonly env?: Env
  /** Who gets the environment, if that is more than the program's name tells. */
  readonly recipient?: Recipient
  /** Show on stderr what it prints, while it prints it. */
  readonly live?: boolean
  /** Aborting ends the program and all that it started. */
  readonly signal?: AbortSignal | undefined
  /** In milliseconds; a program that takes longer is ended. */
  readonly timeout?: number
}

// What is kept and shown later must not hold the colours of a terminal that it may never see.
const colourless = { NO_COLOR: '1', FORCE_COLOR: undefined, CARGO_TERM_COLOR: 'never' }

const graceMilliseconds = 5000 // between SIGTERM and SIGKILL

/** Runs one program to its end. It never reads from our stdin, and a failure is a result, not an exception. */
export async function run(program: string, args: readonly string[], options: RunOptions): Promise<ProcessResult> {
  const { cwd, env = {}, recipient = program, live = false, signal, timeout } = options
  if (signal?.aborted) return { kind: 'stopped' }

  const { execa } = await import('execa') // heavy, and useless to a run that starts nothing
  const output = live ? 2 : 'pipe'
  const child = execa(program, args, {
    cwd,
    env: environmentFor(recipient, live ? env : { ...colourless, ...env }),
    extendEnv: false,
    stdin: 'ignore',
    stdout: output,
    stderr: output,
    all: true,
    reject: false,
    // A group of its own, so that npm, its shell, cargo and rustc can be ended together.
    detached: process.platform !== 'win32',
  })
  const group = endGroup(child.pid)
  const limit = timeout === undefined ? undefined : AbortSignal.timeout(timeout)
  const stop = AbortSignal.any([signal, limit].filter((one) => one !== undefined))
  stop.addEventListener('abort', group.askToEnd)
  const releases = [onForcedExit(group.end), suspendWithUs(group)]
  const result = await child
  for (const release of releases) release()
  stop.removeEventListener('abort', group.askToEnd)
  if (stop.aborted) group.end() // those that were left when the first of them ended

  if (signal?.aborted) return { kind: 'stopped' }
  if (limit?.aborted && timeout !== undefined)
    return { kind: 'timed-out', reason: (t) => t.ended.timedOut(timeout / 1000) }
  return toProcessResult(result)
}

/** The part of execa's result that tells how it went. */
type Result = {
  readonly failed: boolean
  readonly code?: string | undefined
  readonly exitCode?: number | undefined
  readonly signal?: string | undefined
  readonly stdout: string | undefined
  readonly all: string | undefined
}

function toProcessResult({ failed, code, exitCode, signal, stdout = '', all = '' }: Result): ProcessResult {
  if (!failed) return { kind: 'done', stdout }
  if (code === 'ENOENT') return { kind: 'missing' }
  const reason: Localized = (t) => {
    if (exitCode !== undefined) return t.ended.exitCode(exitCode)
    const cause = signal ?? code
    return cause ? t.ended.signal(cause) : t.ended.unknownCause
  }
  return { kind: 'failed', reason, output: all === '' ? [] : all.split(/\r?\n/), exitCode }
}

/** Signals to a program and everything it started. On Windows the console does it for those below. */
function endGroup(pid: number | undefined) {
  let timer: NodeJS.Timeout | undefined
  const send = (signal: NodeJS.Signals) => {
    if (pid === undefined) return
    try {
      process.kill(process.platform === 'win32' ? pid : -pid, signal)
    } catch {
      // It has ended already.
    }
  }
  const end = () => {
    clearTimeout(timer)
    send('SIGKILL')
  }
  const askToEnd = () => {
    send('SIGTERM')
    timer = setTimeout(end, graceMilliseconds)
  }
  return { askToEnd, end, suspend: () => send('SIGSTOP'), resume: () => send('SIGCONT') }
}
