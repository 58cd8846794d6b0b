import type { Localized } from '../text/localized.ts'

/** How a program ended. `output` is all it said, in the order in which it came, unless it was shown live. */
export type ProcessResult =
  | { readonly kind: 'done'; readonly stdout: string }
  | { readonly kind: 'failed'; readonly how: Localized; readonly output: readonly string[] }
  | { readonly kind: 'late'; readonly how: Localized }
  | { readonly kind: 'missing' }
  | { readonly kind: 'stopped' }

export type RunOptions = {
  readonly cwd: string
  readonly env?: Record<string, string | undefined>
  /** Show what it says on stderr while it says it. */
  readonly live?: boolean
  /** Aborting ends the program and all that it started. */
  readonly signal?: AbortSignal | undefined
  /** In milliseconds; whoever takes longer is late, and ended. */
  readonly timeout?: number
}

// What is kept and shown later must not hold the colours of a terminal that it may never see.
const colourless = { NO_COLOR: '1', FORCE_COLOR: undefined, CARGO_TERM_COLOR: 'never' }

const patience = 5000 // between asking a program to end and ending it

/** Runs one program. It never reads what the person types, and a failure is an answer, not an exception. */
export async function run(program: string, args: readonly string[], options: RunOptions): Promise<ProcessResult> {
  const { cwd, env = {}, live = false, signal, timeout } = options
  if (signal?.aborted) return { kind: 'stopped' }

  const { execa } = await import('execa') // heavy, and of no use to a run that starts nothing
  const output = live ? 2 : 'pipe'
  const child = execa(program, args, {
    cwd,
    env: live ? env : { ...colourless, ...env },
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
  process.once('exit', group.end)
  const result = await child
  process.off('exit', group.end)
  stop.removeEventListener('abort', group.askToEnd)
  if (stop.aborted) group.end() // whoever did not listen when the first of them left

  if (signal?.aborted) return { kind: 'stopped' }
  if (limit?.aborted && timeout !== undefined) return { kind: 'late', how: (t) => t.ended.late(timeout / 1000) }
  return ended(result)
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

function ended({ failed, code, exitCode, signal, stdout = '', all = '' }: Result): ProcessResult {
  if (!failed) return { kind: 'done', stdout }
  if (code === 'ENOENT') return { kind: 'missing' }
  const how: Localized = (t) => {
    if (exitCode !== undefined) return t.ended.exitCode(exitCode)
    const cause = signal ?? code
    return cause ? t.ended.signal(cause) : t.ended.unknownCause
  }
  return { kind: 'failed', how, output: all.split(/\r?\n/) }
}

/** The two ways to end a program and everything it started. On Windows the console does it for those below. */
function endGroup(pid: number | undefined) {
  let timer: NodeJS.Timeout | undefined
  const send = (signal: NodeJS.Signals) => {
    if (pid === undefined) return
    try {
      process.kill(process.platform === 'win32' ? pid : -pid, signal)
    } catch {
      // It is over already.
    }
  }
  const end = () => {
    clearTimeout(timer)
    send('SIGKILL')
  }
  const askToEnd = () => {
    send('SIGTERM')
    timer = setTimeout(end, patience)
  }
  return { askToEnd, end }
}
