import { styleText } from 'node:util'
import { Cancelled, UsageError } from '../errors/errors.ts'
import type { Messages } from '../messages/en.ts'
import { exitIfTerminalGone } from '../process/hangup.ts'
import { type Suspendable, suspendWithUs } from '../process/job-control.ts'
import type { Localized } from '../text/localized.ts'
import type { Answers, Question } from './question.ts'
import { reasonNotInteractive } from './terminal.ts'

/** Throws a UsageError if the answer is invalid; otherwise returns a remark about it, if there is one. */
export type Validate = (name: string, answer: string) => Promise<Localized | undefined>

export type AskOptions = {
  readonly validate: Validate
  readonly t: Messages
  readonly signal?: AbortSignal | undefined
}

/** Asks the user. */
export type Ask = (questions: readonly Question[], options: AskOptions) => Promise<Answers>

export type Prompter = {
  /** Why nobody can be asked, or undefined if somebody can. */
  readonly unavailable: (flags: { readonly json: boolean }) => Localized | undefined
  readonly ask: Ask
}

/** Asks on the terminal. Call `unavailable` first: it says whether anybody can answer. */
const ask: Ask = async (questions, options) => {
  const { signal } = options
  const [{ default: inquirer }, { checkedInput }] = await Promise.all([
    import('inquirer'),
    import('./checked-input.ts'),
  ])
  const prompt = inquirer.createPromptModule<Prompts>(signal ? { signal } : {})
  prompt.registerPrompt('checked', checkedInput)
  const prompts = questions.map((question) => toInquirer(question, options))
  const inputEnd = endOfInput()
  process.stdin.once('end', exitIfTerminalGone) // before readline, which fails to restore a terminal that is gone
  const release = suspendWithUs(terminalSuspension())
  try {
    return await Promise.race([prompt(prompts), inputEnd.reached])
  } catch (error) {
    if (!hasName(error, ['ExitPromptError', 'AbortPromptError'])) throw error
    throw new Cancelled(signal?.aborted ? signal.reason : 'SIGINT')
  } finally {
    release()
    process.stdin.pause() // a readline that was suspended does not, and we would not end
    process.stdin.off('end', exitIfTerminalGone)
    inputEnd.ignore()
  }
}

export const terminalPrompter: Prompter = {
  unavailable: ({ json }) => (json ? (t) => t.missing.json : reasonNotInteractive()),
  ask,
}

type Prompts = { checked: Parameters<typeof import('./checked-input.ts').checkedInput>[0] }

function toInquirer({ name, message, defaultAnswer, choices }: Question, { validate, t }: AskOptions) {
  if (choices) {
    const theme = { style: { keysHelpTip: (keys: [key: string, action: string][]) => keysHelp(keys, t) } }
    return { type: 'select' as const, name, message: message(t), default: defaultAnswer, choices, theme }
  }
  const check = (answer: string) =>
    validate(name, answer).then(
      (remark) => (remark ? { remark: remark(t) } : {}),
      (error) => ({ rejection: messageOf(error, t) }),
    )
  return { type: 'checked' as const, name, message: message(t), default: defaultAnswer, check }
}

/** The line of keys below the choices, which inquirer has in English only. */
function keysHelp(keys: readonly (readonly [key: string, action: string])[], { questions }: Messages): string {
  const words: Record<string, string> = questions.keys
  const help = keys.map(([key, action]) => `${styleText('bold', key)} ${styleText('dim', words[action] ?? action)}`)
  return help.join(styleText('dim', ' • '))
}

/** Without the hint, which is for a user who has to run the command again. */
function messageOf(error: unknown, t: Messages): string {
  if (error instanceof UsageError) return error.describe(t).message
  throw error
}

/**
 * Gives the terminal back while we are suspended, by Ctrl-Z or another program: with its cursor, and not raw. Node's readline, to
 * which Ctrl-Z is a key, pauses the input on SIGCONT and leaves it to us to go on; inquirer does not.
 */
function terminalSuspension(): Suspendable {
  let wasRaw = false
  return {
    suspend() {
      wasRaw = process.stdin.isRaw
      if (wasRaw) process.stdin.setRawMode(false)
      process.stdout.write(showCursor)
    },
    resume() {
      if (wasRaw) process.stdin.setRawMode(true)
      // readline has the same signal to see first. A key that does not exist has the question drawn again.
      setImmediate(() => process.stdin.resume().emit('keypress', undefined, { name: 'redraw' }))
    },
  }
}

const showCursor = '\u001b[?25h'

/** Ctrl-D closes the input without settling a prompt; Node would then run out of work and exit with 0. */
function endOfInput() {
  let onEnd = () => {}
  const reached = new Promise<never>((_, reject) => {
    onEnd = () => {
      process.stdout.write('\n') // the question's line is still open
      reject(new Cancelled('SIGINT'))
    }
  })
  process.once('beforeExit', onEnd)
  return { reached, ignore: () => process.off('beforeExit', onEnd) }
}

function hasName(error: unknown, names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name)
}
