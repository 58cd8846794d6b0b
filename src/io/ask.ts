import { Cancelled, UsageError } from '../core/errors.ts'
import { type Answer, type Answers, missingAnswers, type Question } from '../core/options.ts'

/** Throws a UsageError if this answer will not do. */
export type Check = (name: Answer, answer: string) => Promise<unknown>

/** Asks a person. */
export type Ask = (questions: readonly Question[], check: Check, signal?: AbortSignal) => Promise<Answers>

/** Asks on the terminal; where there is none, or nobody at it, says what is missing instead. */
export const askInTerminal: Ask = async (questions, check, signal) => {
  if (!process.stdin.isTTY || !process.stdout.isTTY || runsInCi()) throw missingAnswers(questions)

  const { default: inquirer } = await import('inquirer')
  const prompt = inquirer.createPromptModule(signal ? { signal } : {})
  const asked = questions.map((question) => toInquirer(question, check))
  try {
    return await Promise.race([prompt(asked), endOfInput()])
  } catch (error) {
    if (!hasName(error, ['ExitPromptError', 'AbortPromptError'])) throw error
    throw new Cancelled(signal?.aborted ? signal.reason : 'SIGINT', 'Nothing was written.')
  }
}

function toInquirer({ name, message, byDefault, choices }: Question, check: Check) {
  if (choices) return { type: 'select' as const, name, message, default: byDefault, choices }
  const validate = (answer: string) => check(name, answer).then(() => true, problem)
  return { type: 'input' as const, name, message, default: byDefault, validate }
}

/** While one types, only what is wrong with the answer; the hint would be for someone who has to start again. */
function problem(error: unknown): string {
  if (error instanceof UsageError) return error.message
  throw error
}

/** Ctrl-D closes the input and settles no prompt; Node then runs out of work and would leave with 0. */
function endOfInput(): Promise<never> {
  return new Promise((_, reject) => {
    process.once('beforeExit', () => reject(new Cancelled('SIGINT', 'Nothing was written.')))
  })
}

function runsInCi(): boolean {
  return !['', '0', 'false'].includes(process.env.CI ?? '')
}

function hasName(error: unknown, names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name)
}
