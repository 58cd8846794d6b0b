import { commandsThatMayBeMeant } from '../../choices/command-names.ts'
import { type Framework, findFramework } from '../../choices/framework.ts'
import { findPackageManager, type PackageManager } from '../../choices/package-manager.ts'
import { nameProject } from '../../choices/project-name.ts'
import { checkFlags, type Flags, type ProjectQuestion } from '../../command-line/options.ts'
import { missingAnswers, openQuestions } from '../../command-line/questions.ts'
import type { Destination } from '../../destination/destination.ts'
import { absolutePath, inspectDestination, inspectTargetDir } from '../../destination/inspect.ts'
import { rejectOverlap } from '../../destination/overlap.ts'
import { stderrLine } from '../../report/print.ts'
import { readCustomFramework } from '../../template/custom-framework.ts'
import { listFrameworks } from '../../template/read-template.ts'
import { closestMatch } from '../../text/did-you-mean.ts'
import type { Context } from '../context.ts'

/** Where a project goes, and its name. */
export type Place = {
  readonly destination: Destination
  readonly name: string
  /** The requested name, if it had to be changed. */
  readonly requestedName: string | undefined
}

/** What the flags give, checked as far as possible, and the questions that they do not answer. */
export type Given = {
  readonly flags: Flags
  /** Those that can still be chosen; only one if the flags name it. */
  readonly frameworks: readonly Framework[]
  readonly packageManager: PackageManager
  /** Absolute. */
  readonly targetDir: string | undefined
  /** The absolute path of `--template`. */
  readonly templateFolder: string | undefined
  /** Undefined if the folder has to be asked for. */
  readonly place: Place | undefined
  readonly questions: readonly ProjectQuestion[]
}

/** Reads the flags. Throws a UsageError for a wrong one, and for a missing one if nobody can be asked. */
export async function readGiven(flags: Flags, context: Context): Promise<Given> {
  const { templates, language, t, prompter } = context
  checkFlags(flags)
  const custom = flags.template === undefined ? undefined : readCustomFramework(flags.template)
  const all = custom ? [custom] : listFrameworks(templates)
  const given = {
    flags,
    frameworks: flags.framework === undefined ? all : [findFramework(flags.framework, all)],
    packageManager: packageManagerNamed(flags.packageManager ?? context.packageManager),
    targetDir: flags.targetDir === undefined ? undefined : await inspectTargetDir(flags.targetDir),
    templateFolder: custom?.folder,
  }
  if (flags.name !== undefined) nameProject(flags.name, cratesOf(given.frameworks))
  const place = flags.directory === undefined ? undefined : await locate(flags.directory, given)

  const questions = flags.yes ? [] : openQuestions(flags, all, language)
  const meant =
    flags.directory !== undefined && questions.length > 0 && closestMatch(flags.directory, commandsThatMayBeMeant)
  if (meant) stderrLine(t.questions.commandMeant(flags.directory, meant))
  const unavailable = questions.length > 0 ? prompter.unavailable(flags) : undefined
  if (unavailable) throw missingAnswers(questions, unavailable)
  return { ...given, place, questions }
}

/** The place of a project in this folder. Throws a UsageError for a folder that is in use, or a name that cannot be used. */
export async function locate(directory: string, given: Omit<Given, 'place' | 'questions'>): Promise<Place> {
  const { flags, frameworks, templateFolder, targetDir } = given
  const destination = await inspectDestination(directory, flags)
  rejectOverlap(destination, { templateFolder, targetDir })
  const requestedName = flags.name ?? destination.folder
  const name = nameProject(requestedName, cratesOf(frameworks))
  return { destination, name, requestedName: requestedName === name ? undefined : requestedName }
}

/** The absolute path of the given folder; the current one if none is given yet. */
export function folderGiven({ flags }: Given): string {
  return absolutePath(flags.directory ?? '.')
}

function packageManagerNamed(name: string): PackageManager {
  const found = findPackageManager(name)
  if (!found) throw new Error(`no package manager ${name}`)
  return found
}

function cratesOf(frameworks: readonly Framework[]): Set<string> {
  return new Set(frameworks.flatMap(({ crates }) => crates))
}
