import { ciProviders } from '../choices/ci.ts'
import type { Framework } from '../choices/framework.ts'
import { type Language, languages } from '../choices/language.ts'
import { packageManagers } from '../choices/package-manager.ts'
import { UsageError } from '../errors/errors.ts'
import type { Messages } from '../messages/en.ts'
import type { Question } from '../prompts/question.ts'
import { closestMatch } from '../text/did-you-mean.ts'
import { longFlag } from './command-option.ts'

/** The command line as it was typed; what was not given is undefined. */
export type Flags = {
  readonly directory?: string | undefined
  readonly framework?: string | undefined
  readonly template?: string | undefined
  readonly name?: string | undefined
  readonly packageManager?: string | undefined
  readonly ci?: string | undefined
  readonly lang?: string | undefined
  readonly targetDir?: string | undefined
  readonly yes: boolean
  readonly install: boolean
  readonly build: boolean
  readonly git: boolean
  readonly overwrite: boolean
  readonly dryRun: boolean
  readonly json: boolean
  readonly verbose: boolean
}

/** A question that must be answered to create a project. */
export type ProjectQuestion = Question & {
  readonly name: 'directory' | 'framework'
  /** How to give the answer on the command line. */
  readonly example: string
}

export type Option = {
  /** Also the key of its help text in the messages. */
  readonly name: keyof Flags & keyof Messages['options']
  /** In commander's notation: an argument in square brackets, or an option. */
  readonly flag: string
  /** The only values that it accepts. */
  readonly values?: readonly string[]
  /** `doctor` has it too. */
  readonly doctor?: true
  readonly question?: (frameworks: readonly Framework[], language: Language) => ProjectQuestion
}

/** Every option. The command line, the help, the prompts and the README's usage are all generated from this table. */
export const optionTable: readonly Option[] = [
  {
    name: 'directory',
    flag: '[directory]',
    question: () => ({
      name: 'directory',
      message: (t) => t.questions.directory,
      defaultAnswer: 'my-api',
      example: 'my-api',
    }),
  },
  {
    name: 'framework',
    flag: '-f, --framework <name>',
    question: (frameworks, language) => ({
      name: 'framework',
      message: (t) => t.questions.framework,
      defaultAnswer: frameworks[0]?.name ?? '',
      choices: frameworks.map(({ name, title, hint }) => ({
        value: name,
        name: `${title}${languages[language].steps.colon}${hint[language]}`,
        short: title,
      })),
      example: `--framework ${frameworks.map(({ name }) => name).join('|')}`,
    }),
  },
  { name: 'template', flag: '--template <folder>' },
  { name: 'name', flag: '--name <name>' },
  { name: 'packageManager', flag: '--package-manager <name>', values: Object.keys(packageManagers), doctor: true },
  { name: 'ci', flag: '--ci <name>', values: ciProviders },
  { name: 'targetDir', flag: '--target-dir <folder>' },
  { name: 'install', flag: '--no-install' },
  { name: 'build', flag: '--no-build' },
  { name: 'git', flag: '--no-git' },
  { name: 'overwrite', flag: '--overwrite' },
  { name: 'yes', flag: '-y, --yes' },
  { name: 'dryRun', flag: '--dry-run' },
  { name: 'json', flag: '--json', doctor: true },
  { name: 'verbose', flag: '--verbose' },
  { name: 'lang', flag: '--lang <code>', values: Object.keys(languages), doctor: true },
]

/** Rejects values that an option does not accept, and options that contradict each other. */
export function checkFlags(flags: Flags): Flags {
  for (const { name, flag, values } of optionTable) {
    const value = flags[name]
    if (typeof value !== 'string' || !values || values.includes(value)) continue
    throw new UsageError((t) => t.usage.unknownValue(longFlag(flag), value, closestMatch(value, values), values))
  }
  if (flags.framework !== undefined && flags.template !== undefined)
    throw new UsageError((t) => t.usage.contradiction('--framework', '--template'))
  return flags
}
