import { resolve } from 'node:path'
import { findCi } from '../../choices/ci.ts'
import { commandsThatMayBeMeant } from '../../choices/command-names.ts'
import { type Framework, findFramework } from '../../choices/framework.ts'
import { findPackageManager } from '../../choices/package-manager.ts'
import { nameProject } from '../../choices/project-name.ts'
import { checkFlags, type Flags, type ProjectQuestion } from '../../command-line/options.ts'
import { defaultAnswers, missingAnswers, openQuestions } from '../../command-line/questions.ts'
import type { Destination } from '../../destination/destination.ts'
import { inspectDestination, inspectTargetDir } from '../../destination/inspect.ts'
import { rejectOverlap } from '../../destination/overlap.ts'
import { settleIn } from '../../destination/scan.ts'
import { rejectNameCollision } from '../../destination/target-dir-collision.ts'
import { UsageError } from '../../errors/errors.ts'
import { type Plan, planProject } from '../../plan/plan.ts'
import type { Validate } from '../../prompts/ask.ts'
import { stderrLine } from '../../report/print.ts'
import { readCustomFramework } from '../../template/custom-framework.ts'
import { listFrameworks, readTemplate } from '../../template/read-template.ts'
import { TemplateError } from '../../template/render.ts'
import { closestMatch } from '../../text/did-you-mean.ts'
import { displayName } from '../../text/display.ts'
import type { Context } from '../context.ts'

/** The flags, found to be right as far as they go, and what they leave open. */
export type Beginning = {
  readonly flags: Flags
  readonly frameworks: readonly Framework[]
  /** The framework that the flags name. */
  readonly framework: Framework | undefined
  /** Absolute. */
  readonly targetDir: string | undefined
  readonly questions: readonly ProjectQuestion[]
  /** Where a project goes that is to be in this folder, and its name, whichever of these frameworks it takes. */
  readonly locate: (
    directory: string,
    possible: readonly Framework[],
  ) => Promise<{ readonly destination: Destination; readonly name: string }>
  readonly validate: Validate
}

/** Refuses what is wrong in the flags, and what is missing in them when nobody can be asked. */
export async function begin(flags: Flags, { templates, language, t, prompter }: Context): Promise<Beginning> {
  checkFlags(flags)
  const own = flags.template === undefined ? undefined : readCustomFramework(flags.template)
  const frameworks = own ? [own] : listFrameworks(templates)
  const framework = flags.framework === undefined ? own : findFramework(flags.framework, frameworks)
  const targetDir = flags.targetDir === undefined ? undefined : await inspectTargetDir(flags.targetDir)
  const locate: Beginning['locate'] = async (directory, possible) => {
    const destination = await inspectDestination(directory, flags)
    rejectOverlap(destination, { ownTemplate: own?.folder, targetDir })
    return { destination, name: nameProject(flags.name ?? destination.folder, takenBy(possible)) }
  }
  const validate: Validate = async (question, answer) => {
    if (question === 'framework') {
      findFramework(answer, frameworks)
      return undefined
    }
    const { destination, name } = await locate(answer, framework ? [framework] : frameworks)
    const asked = flags.name ?? destination.folder
    return name === asked ? undefined : (t) => t.name.renamed(name, displayName(asked))
  }

  if (flags.name !== undefined) nameProject(flags.name, takenBy(framework ? [framework] : frameworks))
  if (flags.directory !== undefined) await validate('directory', flags.directory)

  const questions = flags.yes ? [] : openQuestions(flags, frameworks, language)
  const meant =
    flags.directory !== undefined && questions.length > 0 && closestMatch(flags.directory, commandsThatMayBeMeant)
  if (meant) stderrLine(t.questions.commandMeant(flags.directory, meant))
  const unavailable = questions.length > 0 ? prompter.unavailable(flags) : undefined
  if (unavailable) throw missingAnswers(questions, unavailable)
  return { flags, frameworks, framework, targetDir, questions, locate, validate }
}

/** Asks what is open, and plans. */
export async function makePlan(beginning: Beginning, context: Context): Promise<Plan> {
  const { flags, frameworks, targetDir, questions, locate, validate } = beginning
  const { templates, version, language, t, signal, prompter } = context
  const answers =
    questions.length > 0
      ? await prompter.ask(questions, { validate, t, signal })
      : defaultAnswers(openQuestions(flags, frameworks, language))
  const { directory = '', framework: frameworkName = '' } = { ...flags, ...answers }

  const framework = beginning.framework ?? findFramework(frameworkName, frameworks)
  const { destination, name } = await locate(directory, [framework])
  const packageManager = findPackageManager(flags.packageManager ?? context.packageManager)
  if (!packageManager) throw new Error(`no package manager ${context.packageManager}`)
  const ci = findCi(flags.ci)
  const sharedTarget = targetDir ?? process.env.CARGO_TARGET_DIR
  if (sharedTarget) await rejectNameCollision(resolve(destination.path, sharedTarget), name, destination.path)
  const template = readTemplate(templates, {
    framework,
    language,
    packageManager: packageManager.name,
    ci,
    targetDir: targetDir !== undefined,
  })
  const plan = blamingOwn(flags.template, () =>
    planProject(
      { ...flags, directory, framework, template: flags.template, packageManager, ci, language, targetDir },
      { destination, name, template, version },
    ),
  )
  return settleIn(plan)
}

/** A template that cannot be rendered is our bug, unless it is the person's own. */
function blamingOwn(own: string | undefined, plan: () => Plan): Plan {
  try {
    return plan()
  } catch (error) {
    if (own === undefined || !(error instanceof TemplateError)) throw error
    throw new UsageError((t) => t.template.refused(own, [error.reason(t)]), { cause: error })
  }
}

function takenBy(frameworks: readonly Framework[]): Set<string> {
  return new Set(frameworks.flatMap(({ crates }) => crates))
}
