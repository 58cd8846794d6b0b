import yoctoSpinner, { type Spinner } from 'yocto-spinner'
import { duration } from '../core/amount.ts'
import { Cancelled } from '../core/errors.ts'
import { canSpin } from './terminal.ts'

/** How a piece of work ended, as far as the person watching cares. */
export type End = { readonly kind: string; readonly why?: string }

export type StepOptions = {
  /** What works says itself what it does, on the lines below. */
  readonly live?: boolean
  /** Aborted when the work is to stop, which may take a while. */
  readonly signal?: AbortSignal | undefined
}

/** Shows that `work` is under way, and how it ended. On a terminal a spinner with the seconds; elsewhere one line. */
export async function showStep<T extends End>(
  title: string,
  { live = false, signal }: StepOptions,
  work: () => Promise<T>,
): Promise<T> {
  const line = live || !canSpin() ? plainLine(title, live) : spinner(title)
  const start = performance.now()
  signal?.addEventListener('abort', line.stopping)
  try {
    const end = await work()
    line.end(end, performance.now() - start)
    return end
  } catch (error) {
    line.end({ kind: error instanceof Cancelled ? 'stopped' : 'failed' }, performance.now() - start)
    throw error
  } finally {
    signal?.removeEventListener('abort', line.stopping)
  }
}

function plainLine(title: string, live: boolean) {
  process.stderr.write(live ? `${title}…\n` : `${title}… `)
  return {
    stopping() {
      process.stderr.write(live ? `${title}: stopping…\n` : 'stopping… ')
    },
    end(end: End, time: number) {
      process.stderr.write(`${live ? `${title}: ` : ''}${outcome(end, time)}\n`)
    },
  }
}

function spinner(title: string) {
  const start = performance.now()
  const spin = startSpinner(`${title}…`)
  const timer = setInterval(() => {
    spin.text = `${title}… ${Math.floor((performance.now() - start) / 1000)} s`
  }, 1000)
  const leave = () => spin.stop() // gives the cursor back
  process.once('exit', leave)
  return {
    stopping() {
      clearInterval(timer)
      spin.text = `${title}… stopping; once more to stop at once`
    },
    end(end: End, time: number) {
      clearInterval(timer)
      process.off('exit', leave)
      const mark = { done: 'success', skipped: 'info', lacking: 'warning', stopped: 'warning' } as const
      spin[mark[end.kind as keyof typeof mark] ?? 'error'](`${title}: ${outcome(end, time)}`)
    },
  }
}

function startSpinner(text: string): Spinner {
  // It would not turn under CI=false: it looks only whether there is a CI, and only while it is made.
  const { CI } = process.env
  delete process.env.CI
  // Signals are main's business: the spinner would leave with process.exit before anything is put in order.
  const spin = yoctoSpinner({ text, stream: process.stderr, handleSignals: false })
  if (CI !== undefined) process.env.CI = CI
  return spin.start()
}

function outcome({ kind, why }: End, time: number): string {
  if (why) return why
  if (kind === 'done') return `done in ${duration(time)}`
  if (kind === 'skipped' || kind === 'stopped') return kind
  return `failed after ${duration(time)}`
}
