import { targetFolder } from '../../checks/rust/target-folder.ts'
import { findCi } from '../../choices/ci.ts'
import { findFramework } from '../../choices/framework.ts'
import { defaultAnswers, openQuestions } from '../../command-line/questions.ts'
import { rejectNameCollision } from '../../destination/target-dir-collision.ts'
import type { Options } from '../../plan/options.ts'
import type { Answers } from '../../prompts/question.ts'
import { displayName } from '../../text/display.ts'
import type { Localized } from '../../text/localized.ts'
import type { Context } from '../context.ts'
import { type Given, locate } from './given.ts'

/** Asks the open questions, and returns complete options: after this, nothing reads the flags. */
export async function resolveOptions(given: Given, context: Context): Promise<Options> {
  const { flags, frameworks, packageManager, targetDir } = given
  const answers = await answersTo(given, context)
  const [onlyFramework] = frameworks.length === 1 ? frameworks : []
  const place = given.place ?? (await locate(answers.directory ?? '', given))
  const builds = flags.install && flags.build
  const cargoTargetDir = await targetFolder(place.destination.path, targetDir, builds ? context : undefined)
  if (cargoTargetDir)
    await rejectNameCollision(cargoTargetDir, place.name, place.destination.path, (t) => t.folder.otherName)
  return {
    ...place,
    framework: onlyFramework ?? findFramework(answers.framework ?? '', frameworks),
    template: flags.template,
    packageManager,
    ci: findCi(flags.ci),
    language: context.language,
    targetDir,
    cargoTargetDir,
    install: flags.install,
    build: builds,
    git: flags.git,
    overwrite: flags.overwrite,
    dryRun: flags.dryRun,
    json: flags.json,
    verbose: flags.verbose,
  }
}

async function answersTo(given: Given, { language, t, signal, prompter }: Context): Promise<Answers> {
  const { flags, frameworks, questions } = given
  if (questions.length === 0) return defaultAnswers(openQuestions(flags, frameworks, language))
  const validate = (question: string, answer: string) => remarkOn(question, answer, given)
  return prompter.ask(questions, { validate, t, signal })
}

/** A remark about an answer while it is typed. Throws a UsageError for an invalid one. */
async function remarkOn(question: string, answer: string, given: Given): Promise<Localized | undefined> {
  if (question === 'framework') {
    findFramework(answer, given.frameworks)
    return undefined
  }
  const { name, requestedName } = await locate(answer, given)
  return requestedName === undefined ? undefined : (t) => t.name.renamed(name, displayName(requestedName))
}
