import yoctoSpinner from 'yocto-spinner'
import { duration } from '../core/amount.ts'

/** How a piece of work ended, as far as the person watching cares. */
export type End = { readonly kind: string; readonly why?: string }

/** Shows that `work` is under way, and how it ended. On a terminal a spinner with the seconds; elsewhere one line. */
export async function showStep<T extends End>(title: string, live: boolean, work: () => Promise<T>): Promise<T> {
  const line = live || !canSpin() ? plainLine(title, live) : spinner(title)
  const start = performance.now()
  try {
    const end = await work()
    line.end(end, performance.now() - start)
    return end
  } catch (error) {
    line.end({ kind: 'failed' }, performance.now() - start)
    throw error
  }
}

/** The same as the spinner's own idea of it: where it cannot turn, it prints a line each time its text changes. */
function canSpin(): boolean {
  return process.stderr.isTTY && process.env.TERM !== 'dumb' && !('CI' in process.env)
}

function plainLine(title: string, live: boolean) {
  process.stderr.write(live ? `${title}…\n` : `${title}… `)
  return {
    end(end: End, time: number) {
      process.stderr.write(`${live ? `${title}: ` : ''}${outcome(end, time)}\n`)
    },
  }
}

function spinner(title: string) {
  const start = performance.now()
  // Signals are main's business: the spinner would leave with process.exit before anything is put in order.
  const spin = yoctoSpinner({ text: `${title}…`, stream: process.stderr, handleSignals: false }).start()
  const timer = setInterval(() => {
    spin.text = `${title}… ${Math.floor((performance.now() - start) / 1000)} s`
  }, 1000)
  return {
    end(end: End, time: number) {
      clearInterval(timer)
      const mark = { done: 'success', skipped: 'info', stopped: 'warning' } as const
      spin[mark[end.kind as keyof typeof mark] ?? 'error'](`${title}: ${outcome(end, time)}`)
    },
  }
}

function outcome({ kind, why }: End, time: number): string {
  if (kind === 'done') return `done in ${duration(time)}`
  if (kind === 'skipped') return why ?? 'skipped'
  if (kind === 'stopped') return 'stopped'
  return `failed after ${duration(time)}`
}
