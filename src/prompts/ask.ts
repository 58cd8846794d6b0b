import { styleText } from 'node:util'
import { Cancelled, UsageError } from '../errors/errors.ts'
import type { Messages } from '../messages/en.ts'
import { exitIfTerminalGone } from '../process/hangup.ts'
import type { Localized } from '../text/localized.ts'
import type { Answers, Question } from './question.ts'
import { reasonNotInteractive } from './terminal.ts'

/** Throws a UsageError if this answer cannot be taken; otherwise a remark on it, if there is one to make. */
export type Validate = (name: string, answer: string) => Promise<Localized | undefined>

export type Asking = {
  readonly validate: Validate
  readonly t: Messages
  readonly signal?: AbortSignal | undefined
}

/** Asks a person. */
export type Ask = (questions: readonly Question[], asking: Asking) => Promise<Answers>

/** Somebody who may be asked. */
export type Prompter = {
  /** Why nobody is there, or undefined if somebody is. */
  readonly unavailable: (flags: { readonly json: boolean }) => Localized | undefined
  readonly ask: Ask
}

/** Asks on the terminal. Whether somebody is there to answer must be known before. */
const ask: Ask = async (questions, asking) => {
  const { signal } = asking
  const [{ default: inquirer }, { checkedInput }] = await Promise.all([
    import('inquirer'),
    import('./checked-input.ts'),
  ])
  const prompt = inquirer.createPromptModule<Prompts>(signal ? { signal } : {})
  prompt.registerPrompt('checked', checkedInput)
  const asked = questions.map((question) => toInquirer(question, asking))
  process.stdin.once('end', exitIfTerminalGone) // before readline, which would fail to give back a terminal that is gone
  try {
    return await Promise.race([prompt(asked), endOfInput()])
  } catch (error) {
    if (!hasName(error, ['ExitPromptError', 'AbortPromptError'])) throw error
    throw new Cancelled(signal?.aborted ? signal.reason : 'SIGINT')
  } finally {
    process.stdin.off('end', exitIfTerminalGone)
  }
}

export const terminalPrompter: Prompter = {
  unavailable: ({ json }) => (json ? (t) => t.missing.json : reasonNotInteractive()),
  ask,
}

type Prompts = { checked: Parameters<typeof import('./checked-input.ts').checkedInput>[0] }

function toInquirer({ name, message, defaultAnswer, choices }: Question, { validate, t }: Asking) {
  if (choices) {
    const theme = { style: { keysHelpTip: (keys: [key: string, action: string][]) => keysHelp(keys, t) } }
    return { type: 'select' as const, name, message: message(t), default: defaultAnswer, choices, theme }
  }
  const judge = (answer: string) =>
    validate(name, answer).then(
      (remark) => (remark ? { remark: remark(t) } : {}),
      (error) => ({ refused: problem(error, t) }),
    )
  return { type: 'checked' as const, name, message: message(t), default: defaultAnswer, judge }
}

/** inquirer's own line below the choices, which it has in English alone. */
function keysHelp(keys: readonly (readonly [key: string, action: string])[], { questions }: Messages): string {
  const words: Record<string, string> = questions.keys
  const help = keys.map(([key, action]) => `${styleText('bold', key)} ${styleText('dim', words[action] ?? action)}`)
  return help.join(styleText('dim', ' • '))
}

/** While one types, only what is wrong with the answer; the hint would be for someone who has to start again. */
function problem(error: unknown, t: Messages): string {
  if (error instanceof UsageError) return error.describe(t).message
  throw error
}

/** Ctrl-D closes the input and settles no prompt; Node then runs out of work and would leave with 0. */
function endOfInput(): Promise<never> {
  return new Promise((_, reject) => {
    process.once('beforeExit', () => {
      process.stdout.write('\n') // the question's line is still open
      reject(new Cancelled('SIGINT'))
    })
  })
}

function hasName(error: unknown, names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name)
}
