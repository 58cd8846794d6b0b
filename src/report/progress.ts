import yoctoSpinner, { type Spinner } from 'yocto-spinner'
import { Cancelled } from '../errors/errors.ts'
import type { Messages } from '../messages/en.ts'
import { canSpin } from '../prompts/terminal.ts'
import { formatDuration } from '../text/format.ts'
import type { Localized } from '../text/localized.ts'
import type { StepName, StepRecord } from './result.ts'

/** How a piece of work ended, as far as the person watching cares. */
export type StepOutcome = { readonly kind: string; readonly reason?: Localized }

/** Who watches the steps: in which language, how they can stop them, and where it is written down how they ended. */
export type Progress = {
  readonly t: Messages
  /** Aborted when the work is to stop, which may take a while. */
  readonly signal?: AbortSignal | undefined
  readonly record: (step: StepRecord) => void
}

export type ShownStep = {
  readonly name: StepName
  readonly title: string
  readonly command?: string
  /** What works says itself what it does, on the lines below. */
  readonly live?: boolean
}

/** Shows that `work` is under way, and how it ended. On a terminal a spinner with the seconds; elsewhere one line. */
export async function showProgress<T extends StepOutcome>(
  step: ShownStep,
  progress: Progress,
  work: () => Promise<T>,
): Promise<T> {
  const { title, live = false } = step
  const { signal, t } = progress
  const line = live || !canSpin() ? plainLine(title, live, t) : spinner(title, t)
  const start = performance.now()
  const close = (end: StepOutcome) => {
    const time = performance.now() - start
    progress.record(recordOf(step, end, time, t))
    line.end(end, time)
  }
  signal?.addEventListener('abort', line.stopping)
  try {
    const end = await work()
    close(end)
    return end
  } catch (error) {
    close({ kind: error instanceof Cancelled ? 'stopped' : 'failed' })
    throw error
  } finally {
    signal?.removeEventListener('abort', line.stopping)
  }
}

function recordOf({ name, command }: ShownStep, { kind, reason }: StepOutcome, time: number, t: Messages): StepRecord {
  const known = ['done', 'skipped', 'lacking', 'stopped'] as const
  return {
    name,
    status: known.find((status) => status === kind) ?? 'failed',
    seconds: Math.round(time) / 1000,
    ...(command === undefined ? {} : { command }),
    ...(reason === undefined ? {} : { why: reason(t) }),
  }
}

function plainLine(title: string, live: boolean, t: Messages) {
  process.stderr.write(live ? `${title}…\n` : `${title}… `)
  return {
    stopping() {
      process.stderr.write(live ? `${title}${t.steps.colon}${t.steps.stopping}\n` : `${t.steps.stopping} `)
    },
    end(end: StepOutcome, time: number) {
      process.stderr.write(`${live ? `${title}${t.steps.colon}` : ''}${outcome(end, time, t)}\n`)
    },
  }
}

function spinner(title: string, t: Messages) {
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
      spin.text = `${title}… ${t.steps.stoppingTwice}`
    },
    end(end: StepOutcome, time: number) {
      clearInterval(timer)
      process.off('exit', leave)
      const mark = { done: 'success', skipped: 'info', missing: 'warning', stopped: 'warning' } as const
      spin[mark[end.kind as keyof typeof mark] ?? 'error'](`${title}${t.steps.colon}${outcome(end, time, t)}`)
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

function outcome({ kind, reason }: StepOutcome, time: number, t: Messages): string {
  if (reason) return reason(t)
  if (kind === 'done') return t.steps.done(formatDuration(time, t))
  if (kind === 'skipped' || kind === 'stopped') return t.steps[kind]
  return t.steps.failed(formatDuration(time, t))
}
