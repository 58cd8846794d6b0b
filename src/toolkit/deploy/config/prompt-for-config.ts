import { Cancelled, UsageError } from '../../../errors/errors.ts'
import type { Question } from '../../../prompts/question.ts'
import type { Context } from '../../context.ts'
import { type ConfigField, configFields, type PartialSettings } from './config-fields.ts'
import { settingsFile } from './saved-settings.ts'

/**
 * Asks for the settings that are not known. Throws a UsageError that names them if nobody can be asked, and is Cancelled
 * if somebody will not say.
 */
export async function promptForConfig(
  known: PartialSettings,
  { prompter, t, signal }: Pick<Context, 'prompter' | 't' | 'signal'>,
): Promise<PartialSettings> {
  const reason = prompter.unavailable({ json: false })
  if (reason) throw new UsageError((t) => t.deploy.config.missing(missingSettings(known)(t), reason(t)))

  const fields = configFields.filter(({ key }) => known[key] === undefined)
  const answers = await prompter
    .ask(fields.map(toQuestion), { validate: async (name, answer) => checkAnswer(name, answer), t, signal })
    .catch((error: unknown) => {
      throw error instanceof Cancelled ? new Cancelled('SIGINT', (t) => t.deploy.config.cancelled) : error
    })
  return { ...known, ...Object.fromEntries(fields.map(({ key }) => [key, answers[key] ?? ''])) }
}

function toQuestion({ key, defaultValue = '' }: ConfigField): Question {
  return { name: key, message: (t) => t.deploy.config.questions[key], defaultAnswer: defaultValue }
}

/** Throws a UsageError, whose message is shown while somebody types. */
function checkAnswer(name: string, answer: string): undefined {
  const field = configFields.find(({ key }) => key === name)
  if (field && !field.isValid(field.normalize(answer))) throw new UsageError((t) => t.deploy.config.invalidAnswer)
  return undefined
}

/** One line for each setting that somebody has to give. */
function missingSettings(known: PartialSettings) {
  const missing = configFields.filter(({ key, defaultValue }) => known[key] === undefined && defaultValue === undefined)
  return (t: Context['t']) =>
    missing.map(({ key, variable }) =>
      t.deploy.config.missingSetting(variable.padEnd(18), key, settingsFile, t.deploy.config.questions[key]),
    )
}
