import { Cancelled, UsageError } from '../core/errors.ts'
import { type Answer, type Answers, missingAnswers, type Question } from '../core/options.ts'
import { whyNobodyAnswers } from './terminal.ts'

/** Throws a UsageError if this answer will not do. */
export type Validate = (name: Answer, answer: string) => Promise<unknown>

/** Asks a person. */
export type Ask = (questions: readonly Question[], validate: Validate, signal?: AbortSignal) => Promise<Answers>

/** Asks on the terminal; where there is none, or nobody at it, says what is missing instead. */
export const askInTerminal: Ask = async (questions, validate, signal) => {
  const why = whyNobodyAnswers()
  if (why) throw missingAnswers(questions, why)

  const { default: inquirer } = await import('inquirer')
  const prompt = inquirer.createPromptModule(signal ? { signal } : {})
  const asked = questions.map((question) => toInquirer(question, validate))
  try {
    return trimmed(await Promise.race([prompt(asked), endOfInput()]))
  } catch (error) {
    if (!hasName(error, ['ExitPromptError', 'AbortPromptError'])) throw error
    throw new Cancelled(signal?.aborted ? signal.reason : 'SIGINT', 'Nothing was written.')
  }
}

function toInquirer({ name, message, byDefault, choices }: Question, validate: Validate) {
  if (choices) return { type: 'select' as const, name, message, default: byDefault, choices }
  return {
    type: 'input' as const,
    name,
    message,
    default: byDefault,
    validate: (answer: string) => validate(name, answer.trim()).then(() => true, problem),
  }
}

/** While one types, only what is wrong with the answer; the hint would be for someone who has to start again. */
function problem(error: unknown): string {
  if (error instanceof UsageError) return error.message
  throw error
}

/** A space typed or pasted along with an answer is not a part of it. */
function trimmed(answers: Answers): Answers {
  return Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, answer?.trim()]))
}

/** Ctrl-D closes the input and settles no prompt; Node then runs out of work and would leave with 0. */
function endOfInput(): Promise<never> {
  return new Promise((_, reject) => {
    process.once('beforeExit', () => {
      process.stdout.write('\n') // the question's line is still open
      reject(new Cancelled('SIGINT', 'Nothing was written.'))
    })
  })
}

function hasName(error: unknown, names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name)
}
