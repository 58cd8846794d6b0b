import { checks } from '../checks/list.ts'
import { Cancelled } from '../core/errors.ts'
import { nameProject } from '../core/names.ts'
import { nextCommands } from '../core/next.ts'
import { defaultAnswers, type Flags, findFramework, openQuestions } from '../core/options.ts'
import { type Plan, planProject, type Step } from '../core/plan.ts'
import { cancelled, type Done, failedStep, type Lack, unfinished } from '../core/unfinished.ts'
import { type Ask, askInTerminal, type Validate } from '../io/ask.ts'
import { addonSize, writeProject } from '../io/files.ts'
import { commitAll } from '../io/git.ts'
import { created, say } from '../io/report.ts'
import { run } from '../io/run.ts'
import { showStep } from '../io/steps.ts'
import { existingParent, findTarget } from '../io/target.ts'
import { listFrameworks, readTemplate } from '../io/templates.ts'

export type Context = {
  readonly templates: string
  readonly version: string
  readonly ask?: Ask
  /** Aborted, with the name of the signal as its reason, when the person wants us to stop. */
  readonly signal?: AbortSignal | undefined
}

/** From the command line to a project that is written, installed, committed and built. */
export async function create(flags: Flags, context: Context): Promise<void> {
  const plan = await makePlan(flags, context)
  const start = performance.now() // after the last question
  const lacking = await lackingTools(plan, context.signal)
  if (plan.name !== plan.target.folder)
    say(`The project is called ${plan.name}: "${plan.target.folder}" cannot be the name of a package.`)

  await showStep('Write the files', { signal: context.signal }, () => writeProject(plan, context.signal))
  const installed = await perform(plan.install, { installed: false, built: false })
  await commit(plan, installed, context.signal)
  const built = installed && (await perform(plan.build, { installed, built: false }))
  if (lacking.length > 0) throw unfinished(plan, lacking, { installed, built })

  created({
    plan,
    addonBytes: built ? await addonSize(plan.target) : undefined,
    milliseconds: performance.now() - start,
    next: nextCommands(plan, { installed, built }),
  })

  /** True when the step is done; false when it is not wanted, or its tool is lacking. */
  async function perform(step: Step | undefined, done: Done): Promise<boolean> {
    if (!step || lacking.some(({ tool }) => tool === step.tool)) return false
    await runStep(step, { plan, done, lacking, signal: context.signal })
    return true
  }
}

async function makePlan(flags: Flags, { templates, version, ask = askInTerminal, signal }: Context): Promise<Plan> {
  const frameworks = await listFrameworks(templates)
  const taken = new Set(frameworks.flatMap(({ crates }) => crates))
  const validate: Validate = async (name, answer) =>
    name === 'framework' ? findFramework(answer, frameworks) : nameProject((await findTarget(answer)).folder, taken)

  // What is wrong in the flags is said before the first question.
  if (flags.framework !== undefined) await validate('framework', flags.framework)
  if (flags.directory !== undefined) await validate('directory', flags.directory)
  const questions = openQuestions(flags, frameworks)
  const answers =
    flags.yes || questions.length === 0 ? defaultAnswers(questions) : await ask(questions, validate, signal)

  const { directory = '', framework: frameworkName = '' } = { ...flags, ...answers }
  const framework = findFramework(frameworkName, frameworks)
  const target = await findTarget(directory)
  const name = nameProject(target.folder, taken)
  const template = await readTemplate(templates, framework)
  return planProject({ ...flags, directory, framework }, { target, name, template, version })
}

/** Looks at all tools that the plan needs, at once. */
async function lackingTools({ target, install, build, minimumRust }: Plan, signal?: AbortSignal): Promise<Lack[]> {
  const cwd = existingParent(target.path) // where rustup would choose the same toolchain as in the project
  const needs = { cwd, install: install !== undefined, build: build !== undefined, minimumRust, signal }
  const needed = checks.filter(({ isNeeded }) => isNeeded(needs))
  if (needed.length === 0) return []

  const { lacking } = await showStep(
    `Look for ${needed.map(({ title }) => title).join(' and ')}`,
    { signal },
    async () => {
      const findings = await Promise.all(needed.map(({ look }) => look(needs)))
      if (signal?.aborted) throw new Cancelled(signal.reason, 'Nothing was written.')
      const lacking = findings.filter((finding) => finding.status === 'failed')
      const why = lacking.map(({ problem }) => problem).join('; ')
      return { kind: lacking.length > 0 ? 'lacking' : 'done', why, lacking }
    },
  )
  return lacking
}

type Run = {
  readonly plan: Plan
  readonly done: Done
  readonly lacking: readonly Lack[]
  readonly signal: AbortSignal | undefined
}

async function runStep(step: Step, { plan, done, lacking, signal }: Run): Promise<void> {
  const { title, program, args } = step
  const live = plan.verbose
  const ended = await showStep(title, { live, signal }, () =>
    run(program, args, { cwd: plan.target.path, live, signal }),
  )
  if (ended.kind === 'done') return
  if (ended.kind === 'stopped') throw cancelled(plan, done, signal?.reason)

  const how = ended.kind === 'missing' ? `${program} is missing` : ended.how
  const output = ended.kind === 'failed' && !live ? ended.output : undefined
  throw failedStep(step, { how, output }, plan, done, lacking)
}

async function commit(plan: Plan, installed: boolean, signal?: AbortSignal): Promise<void> {
  const { commit: message } = plan
  if (!message) return
  await showStep('git commit', { signal }, async () => {
    const end = await commitAll(plan.target.path, message, signal)
    return signal?.aborted ? { kind: 'stopped' } : end
  })
  if (signal?.aborted) throw cancelled(plan, { installed, built: false }, signal.reason)
}
