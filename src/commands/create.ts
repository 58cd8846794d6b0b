import type { Finding } from '../checks/finding.ts'
import { checkTools } from '../checks/list.ts'
import { BuildError, Cancelled, EnvironmentError } from '../core/errors.ts'
import { nameProject } from '../core/names.ts'
import { nextCommands } from '../core/next.ts'
import { defaultAnswers, type Flags, findFramework, openQuestions } from '../core/options.ts'
import { type Plan, planProject, type Step } from '../core/plan.ts'
import { type Ask, askInTerminal, type Check } from '../io/ask.ts'
import { addonSize, existingParent, findTarget, writeProject } from '../io/files.ts'
import { commitAll } from '../io/git.ts'
import { created, say } from '../io/report.ts'
import { run } from '../io/run.ts'
import { showStep } from '../io/steps.ts'
import { listFrameworks, readTemplate } from '../io/templates.ts'

export type Context = {
  readonly templates: string
  readonly version: string
  readonly ask?: Ask
  /** Aborted, with the name of the signal as its reason, when the person wants us to stop. */
  readonly signal?: AbortSignal | undefined
}

type Lack = Extract<Finding, { status: 'failed' }>
type Done = { readonly installed: boolean; readonly built: boolean }

/** From the command line to a project that is written, installed, committed and built. */
export async function create(flags: Flags, context: Context): Promise<void> {
  const start = performance.now()
  const plan = await makePlan(flags, context)
  const lacking = await lackingTools(plan, context.signal)
  if (plan.name.mended)
    say(`The project is called ${plan.name.npm}: "${plan.name.folder}" cannot be the name of a package.`)

  await showStep('Write the files', false, () => writeProject(plan, context.signal))
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
    await runStep(step, plan, done, context.signal)
    return true
  }
}

async function makePlan(flags: Flags, { templates, version, ask = askInTerminal, signal }: Context): Promise<Plan> {
  const frameworks = await listFrameworks(templates)
  const taken = new Set(frameworks.flatMap(({ crates }) => crates))
  const check: Check = async (name, answer) =>
    name === 'framework' ? findFramework(answer, frameworks) : nameProject((await findTarget(answer)).folder, taken)

  // What is wrong in the flags is said before the first question.
  if (flags.framework !== undefined) await check('framework', flags.framework)
  if (flags.directory !== undefined) await check('directory', flags.directory)
  const questions = openQuestions(flags, frameworks)
  const answers = flags.yes || questions.length === 0 ? defaultAnswers(questions) : await ask(questions, check, signal)

  const { directory = '', framework: frameworkName = '' } = { ...flags, ...answers }
  const framework = findFramework(frameworkName, frameworks)
  const target = await findTarget(directory)
  const name = nameProject(target.folder, taken)
  const template = await readTemplate(templates, framework)
  return planProject({ ...flags, directory, framework }, { target, name, template, version })
}

async function lackingTools({ target, install, build, minimumRust }: Plan, signal?: AbortSignal): Promise<Lack[]> {
  const cwd = existingParent(target.path) // where rustup would choose the same toolchain as in the project
  const needs = { cwd, install: install !== undefined, build: build !== undefined, minimumRust, signal }
  return (await checkTools(needs)).filter((finding) => finding.status === 'failed')
}

async function runStep({ title, program, args }: Step, plan: Plan, done: Done, signal?: AbortSignal): Promise<void> {
  const live = plan.verbose
  const ended = await showStep(title, live, () => run(program, args, { cwd: plan.target.path, live, signal }))
  if (ended.kind === 'done') return
  if (ended.kind === 'stopped') throw cancelled(plan, done, signal)

  const how = ended.kind === 'failed' ? ended.how : `${program} is missing`
  throw new BuildError(
    `${title} failed (${how}).`,
    `The files of the project are all there, in ${place(plan)}. When this is mended, go on with:\n${steps(plan, done)}`,
    ended.kind === 'failed' && !live ? ended.output.slice(-25) : [],
  )
}

async function commit(plan: Plan, installed: boolean, signal?: AbortSignal): Promise<void> {
  const { commit: message } = plan
  if (!message) return
  await showStep('git commit', false, () => commitAll(plan.target.path, message, signal))
  if (signal?.aborted) throw cancelled(plan, { installed, built: false }, signal)
}

function cancelled(plan: Plan, done: Done, signal?: AbortSignal): Cancelled {
  const next = nextCommands(plan, done).join(' && ')
  return new Cancelled(signal?.reason, `The files of the project are all there, in ${place(plan)}; to go on: ${next}`)
}

function unfinished(plan: Plan, lacking: readonly Lack[], done: Done): EnvironmentError {
  return new EnvironmentError(
    `${lacking.map(({ problem }) => problem).join('; ')}. The project is written, but not built.`,
    [...lacking.map(({ mend }) => mend), `Then, for the project in ${place(plan)}:`, steps(plan, done)].join('\n'),
  )
}

function steps(plan: Plan, done: Done): string {
  return nextCommands(plan, done)
    .map((command) => `  ${command}`)
    .join('\n')
}

function place({ target }: Plan): string {
  return target.shown === '.' ? 'this folder' : target.shown
}
