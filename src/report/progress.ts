import yoctoSpinner, { type Spinner } from 'yocto-spinner'
import { Cancelled } from '../errors/errors.ts'
import type { Messages } from '../messages/en.ts'
import { suspendWithUs } from '../process/job-control.ts'
import { canSpin } from '../prompts/terminal.ts'
import { formatDuration } from '../text/format.ts'
import type { Localized } from '../text/localized.ts'
import type { StepName, StepRecord } from './result.ts'

/** How a step ended. `missing`: its program was not found. `incomplete`: the checks are done, and some tools are missing. */
export type StepOutcome = {
  readonly kind: 'done' | 'failed' | 'skipped' | 'stopped' | 'timed-out' | 'missing' | 'incomplete'
  readonly reason?: Localized
}

/** How progress is shown and recorded. */
export type Progress = {
  readonly t: Messages
  /** Aborted when the work should stop, which may take a while. */
  readonly signal?: AbortSignal | undefined
  /** Called with every step that has ended. */
  readonly record: (step: StepRecord) => void
}

export type ShownStep = {
  readonly name: StepName
  readonly title: string
  readonly command?: string
  /** The program's output is shown live, on the lines below. */
  readonly live?: boolean
}

/** Shows that `work` is in progress and how it ended: a spinner with a timer on a terminal, one line elsewhere. */
export async function showProgress<Outcome extends StepOutcome>(
  step: ShownStep,
  progress: Progress,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const { title, live = false } = step
  const { signal, t } = progress
  const line = live || !canSpin() ? plainLine(title, live, t) : spinner(title, t)
  const start = performance.now()
  const close = (outcome: StepOutcome) => {
    const milliseconds = performance.now() - start
    progress.record(recordOf(step, outcome, milliseconds, t))
    line.end(outcome, milliseconds)
  }
  signal?.addEventListener('abort', line.stopping)
  try {
    const outcome = await work()
    close(outcome)
    return outcome
  } catch (error) {
    close({ kind: error instanceof Cancelled ? 'stopped' : 'failed' })
    throw error
  } finally {
    signal?.removeEventListener('abort', line.stopping)
  }
}

/** The statuses of the JSON, which are a public contract. */
const statuses = {
  done: 'done',
  failed: 'failed',
  skipped: 'skipped',
  stopped: 'stopped',
  'timed-out': 'failed',
  missing: 'failed',
  incomplete: 'lacking',
} as const

function recordOf({ name, command }: ShownStep, outcome: StepOutcome, milliseconds: number, t: Messages): StepRecord {
  const { kind, reason } = outcome
  return {
    name,
    status: statuses[kind],
    seconds: Math.round(milliseconds) / 1000,
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
    end(outcome: StepOutcome, milliseconds: number) {
      process.stderr.write(`${live ? `${title}${t.steps.colon}` : ''}${outcomeText(outcome, milliseconds, t)}\n`)
    },
  }
}

const marks = {
  done: 'success',
  failed: 'error',
  skipped: 'info',
  stopped: 'warning',
  'timed-out': 'error',
  missing: 'error',
  incomplete: 'warning',
} as const

function spinner(title: string, t: Messages) {
  const start = performance.now()
  const spin = startSpinner(`${title}…`)
  const timer = setInterval(() => {
    spin.text = `${title}… ${Math.floor((performance.now() - start) / 1000)} s`
  }, 1000)
  const showCursor = () => spin.stop()
  process.once('exit', showCursor)
  const release = suspendWithUs({ suspend: showCursor, resume: () => spin.start() })
  return {
    stopping() {
      clearInterval(timer)
      spin.text = `${title}… ${t.steps.stoppingTwice}`
    },
    end(outcome: StepOutcome, milliseconds: number) {
      clearInterval(timer)
      release()
      process.off('exit', showCursor)
      spin[marks[outcome.kind]](`${title}${t.steps.colon}${outcomeText(outcome, milliseconds, t)}`)
    },
  }
}

function startSpinner(text: string): Spinner {
  // yocto-spinner does not spin if CI is set at all, even CI=false. It checks only on creation.
  const { CI } = process.env
  delete process.env.CI
  // main handles signals: the spinner would call process.exit before anything is cleaned up.
  const spin = yoctoSpinner({ text, stream: process.stderr, handleSignals: false })
  if (CI !== undefined) process.env.CI = CI
  return spin.start()
}

function outcomeText({ kind, reason }: StepOutcome, milliseconds: number, t: Messages): string {
  if (reason) return reason(t)
  if (kind === 'done') return t.steps.done(formatDuration(milliseconds, t))
  if (kind === 'skipped' || kind === 'stopped') return t.steps[kind]
  return t.steps.failed(formatDuration(milliseconds, t))
}
