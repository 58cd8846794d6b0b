import { existsSync } from 'node:fs'
import { startFailure } from '../errors/system-errors.ts'
import type { Localized } from '../text/localized.ts'
import { plainLines, withoutEscapes } from '../text/plain-text.ts'
import { type Env, environmentFor, type Recipient } from './environment.ts'
import { onForcedExit } from './exit-cleanup.ts'
import { suspendWithUs } from './job-control.ts'

/**
 * How a program ended. `output` is stdout and stderr, interleaved as they came, as plain text; empty if it was shown live.
 */
export type ProcessResult =
  | { readonly kind: 'done'; readonly stdout: string }
  | {
      readonly kind: 'failed'
      readonly reason: Localized
      readonly output: readonly string[]
      /** Undefined if a signal terminated it, or if it could not be started. */
      readonly exitCode: number | undefined
    }
  | { readonly kind: 'timed-out'; readonly reason: Localized }
  | { readonly kind: 'missing' }
  | { readonly kind: 'stopped' }

export type RunOptions = {
  readonly cwd: string
  /** Additional variables; undefined unsets one. */
  readonly env?: Env
  /** Which rules for the environment apply, if the program's name does not say it. */
  readonly recipient?: Recipient
  /** Show its output on stderr while it runs. */
  readonly live?: boolean
  /** Aborting ends the program and all its children. */
  readonly signal?: AbortSignal | undefined
  /** In milliseconds. */
  readonly timeout?: number
}

/** For output that goes on as it comes, to a file or a pipe: the run's own variables may ask for colours, as in CI. */
const noColorFromFiles = { npm_config_color: 'false' }

// Colours that nobody sees. What a program prints in spite of it is left out: its settings may say `color=always`.
const noColor = {
  ...noColorFromFiles,
  NO_COLOR: '1',
  FORCE_COLOR: undefined,
  CLICOLOR_FORCE: undefined,
  CARGO_TERM_COLOR: 'never',
}

const graceMilliseconds = 5000 // between SIGTERM and SIGKILL

/** Runs a program to its end, without stdin. A failure is a result, not an exception. */
export async function run(program: string, args: readonly string[], options: RunOptions): Promise<ProcessResult> {
  const { cwd, env = {}, recipient = program, live = false, signal, timeout } = options
  if (signal?.aborted) return { kind: 'stopped' }

  const { execa } = await import('execa') // slow to load, and not every run starts a program
  const output = live ? 2 : 'pipe'
  const child = execa(program, args, {
    cwd,
    env: environmentFor(recipient, { ...(live ? liveColor() : noColor), ...env }),
    extendEnv: false,
    stdin: 'ignore',
    stdout: output,
    stderr: output,
    all: true,
    reject: false,
    // Its own process group, so that npm, its shell, cargo and rustc can be ended together.
    detached: process.platform !== 'win32',
  })
  const group = processGroup(child.pid)
  const limit = timeout === undefined ? undefined : AbortSignal.timeout(timeout)
  const stop = AbortSignal.any([signal, limit].filter((one) => one !== undefined))
  stop.addEventListener('abort', group.askToEnd)
  const releases = [onForcedExit(group.end), suspendWithUs(group)]
  const result = await child
  for (const release of releases) release()
  stop.removeEventListener('abort', group.askToEnd)
  if (stop.aborted) group.end() // children that outlived the program

  if (signal?.aborted) return { kind: 'stopped' }
  if (limit?.aborted && timeout !== undefined)
    return { kind: 'timed-out', reason: (t) => t.ended.timedOut(timeout / 1000) }
  return toProcessResult(result, cwd)
}

/** The part of execa's result that we use. */
type ExecaResult = {
  readonly failed: boolean
  readonly code?: string | undefined
  readonly cause?: unknown
  readonly exitCode?: number | undefined
  readonly signal?: string | undefined
  readonly stdout: string | undefined
  readonly all: string | undefined
}

function toProcessResult(result: ExecaResult, cwd: string): ProcessResult {
  const { failed, code, exitCode, stdout = '', all = '' } = result
  if (!failed) return { kind: 'done', stdout: withoutEscapes(stdout) }
  if (code === 'ENOENT' && existsSync(cwd)) return { kind: 'missing' }
  return { kind: 'failed', reason: reasonOf(result, cwd), output: all === '' ? [] : plainLines(all), exitCode }
}

function reasonOf({ code, cause, exitCode, signal }: ExecaResult, cwd: string): Localized {
  if (exitCode !== undefined) return (t) => t.ended.exitCode(exitCode)
  if (signal !== undefined) return (t) => t.ended.signal(signal)
  if (code === 'ENOENT') return (t) => t.ended.noFolder(cwd) // that is how a missing folder is reported, too
  return code ? (t) => t.ended.notStarted(startFailure(cause)(t)) : (t) => t.ended.unknownCause
}

function liveColor(): Env {
  return process.stderr.isTTY ? {} : noColorFromFiles
}

/** Sends signals to a program and its children. On Windows, the console stops the children. */
function processGroup(pid: number | undefined) {
  let timer: NodeJS.Timeout | undefined
  const send = (signal: NodeJS.Signals) => {
    if (pid === undefined) return
    try {
      process.kill(process.platform === 'win32' ? pid : -pid, signal)
    } catch {
      // It has already ended.
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
