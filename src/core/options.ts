import { UsageError } from './errors.ts'
import type { Framework } from './framework.ts'
import { nearest } from './nearest.ts'

/** The command line as it was typed: what is not there is undefined. */
export type Flags = {
  readonly directory?: string | undefined
  readonly framework?: string | undefined
  readonly yes: boolean
  readonly install: boolean
  readonly build: boolean
  readonly git: boolean
  readonly verbose: boolean
}

/** What the person wants, complete and checked. */
export type Options = {
  readonly directory: string
  readonly framework: Framework
  readonly install: boolean
  readonly build: boolean
  readonly git: boolean
  readonly verbose: boolean
}

export type Answer = 'directory' | 'framework'
export type Answers = { readonly [name in Answer]?: string | undefined }

export type Choice = { readonly value: string; readonly name: string; readonly short: string }

/** What must be known before anything starts, in the words of whoever asks for it. */
export type Question = {
  readonly name: Answer
  readonly message: string
  readonly byDefault: string
  readonly choices?: readonly Choice[]
  /** How the same answer is given on the command line. */
  readonly example: string
}

export type Option = {
  readonly name: keyof Flags
  /** In commander's notation: an argument in square brackets, or an option. */
  readonly flag: string
  readonly help: string
  readonly question?: (frameworks: readonly Framework[]) => Question
}

/** Every option there is. The command line, the help and the prompts are all made from this table. */
export const optionTable: readonly Option[] = [
  {
    name: 'directory',
    flag: '[directory]',
    help: 'folder of the new project; "." is this one',
    question: () => ({
      name: 'directory',
      message: 'Which folder for the project?',
      byDefault: 'my-api',
      example: 'my-api',
    }),
  },
  {
    name: 'framework',
    flag: '-f, --framework <name>',
    help: 'web framework',
    question: (frameworks) => ({
      name: 'framework',
      message: 'Which framework?',
      byDefault: frameworks[0]?.name ?? '',
      choices: frameworks.map(({ name, title, hint }) => ({ value: name, name: `${title}: ${hint}`, short: title })),
      example: `--framework ${frameworks.map(({ name }) => name).join('|')}`,
    }),
  },
  { name: 'yes', flag: '-y, --yes', help: 'ask nothing, take the default for what is not given' },
  { name: 'install', flag: '--no-install', help: 'do not run npm install (nor the build, which needs it)' },
  { name: 'build', flag: '--no-build', help: 'do not build the addon' },
  { name: 'git', flag: '--no-git', help: 'do not make a git repository with a first commit' },
  { name: 'verbose', flag: '--verbose', help: 'show what npm and cargo say while they work' },
]

/** The questions that the flags leave open. */
export function openQuestions(flags: Flags, frameworks: readonly Framework[]): Question[] {
  return optionTable
    .filter(({ name }) => flags[name] === undefined)
    .flatMap(({ question }) => question?.(frameworks) ?? [])
}

export function defaultAnswers(questions: readonly Question[]): Answers {
  return Object.fromEntries(questions.map(({ name, byDefault }) => [name, byDefault]))
}

/** The refusal to guess when something is missing and nobody is there to answer. */
export function missingAnswers(questions: readonly Question[], whyNobodyAnswers: string): UsageError {
  const missing = questions.map(({ name }) => ({ directory: "the project's folder", framework: 'the framework' })[name])
  return new UsageError(
    `Missing: ${missing.join(' and ')}. ${whyNobodyAnswers}`,
    `Add to the command line: ${questions.map(({ example }) => example).join(' ')} (or --yes for the defaults). Nothing was written.`,
  )
}

/** The framework of that name, or the refusal that says which word was probably meant. */
export function findFramework(name: string, frameworks: readonly Framework[]): Framework {
  const found = frameworks.find((framework) => framework.name === name)
  if (found) return found
  const names = frameworks.map((framework) => framework.name)
  const meant = nearest(name, names)
  throw new UsageError(
    `There is no framework "${name}".`,
    `${meant ? `Did you mean ${meant}? ` : ''}The frameworks are: ${names.join(', ')}. Nothing was written.`,
  )
}

/** Refuses what cannot be a path, before anything looks at the disk. */
export function checkDirectory(directory: string): string {
  if (directory.trim() === '')
    throw new UsageError('The folder name is empty.', 'Type a name, for instance "my-api". Nothing was written.')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to refuse
  if (/[\u0000-\u001f\u007f]/.test(directory))
    throw new UsageError(
      `The folder name ${JSON.stringify(directory)} holds a line break or another invisible character.`,
      'Type it without, for instance "my-api". Nothing was written.',
    )
  if (directory !== directory.trim())
    throw new UsageError(
      `The folder name "${directory}" begins or ends with a space.`,
      `Type it without, for instance "${directory.trim()}". Nothing was written.`,
    )
  return directory
}
