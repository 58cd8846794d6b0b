import { BuildError, Cancelled, EnvironmentError, type StopSignal } from './errors.ts'
import { nextCommands } from './next.ts'
import { adviceOn, lastLines } from './output.ts'
import type { Plan, Step } from './plan.ts'
import { place } from './target.ts'

/** How far a run has come, once the files are written. */
export type Done = { readonly installed: boolean; readonly built: boolean }

/** A tool that is of no use: why, in a sentence, and what to do about it. */
export type Lack = { readonly tool: string; readonly problem: string; readonly mend: string }

/** How a step failed, and all it said; undefined if the person saw it live. */
export type Failure = { readonly how: string; readonly output: readonly string[] | undefined }

/** A step that failed. Tools that lack besides are told too: mending the one would only lead to the other. */
export function failedStep(
  { title, program }: Step,
  { how, output }: Failure,
  plan: Plan,
  done: Done,
  lacking: readonly Lack[],
): BuildError {
  const shown = lastLines(output ?? [])
  const hint = [
    adviceOn(output ?? []),
    `The files of the project are all there, in ${place(plan.target)}. When this is mended, go on with:`,
    steps(plan, done),
    ...lacking.flatMap(({ problem, mend }) => [`Besides, ${problem}.`, mend]),
  ]
  return new BuildError(
    `${title} failed (${how}).`,
    hint.filter((line) => line !== undefined).join('\n'),
    output && shown.length === 0 ? [`${program} said nothing. To hear more: ${title} --loglevel=verbose`] : shown,
  )
}

export function cancelled(plan: Plan, done: Done, signal: StopSignal): Cancelled {
  const next = nextCommands(plan, done).join(' && ')
  return new Cancelled(signal, `The files of the project are all there, in ${place(plan.target)}; to go on: ${next}`)
}

/** All that could be done without these tools is done. */
export function unfinished(plan: Plan, lacking: readonly Lack[], done: Done): EnvironmentError {
  return new EnvironmentError(
    `${lacking.map(({ problem }) => problem).join('; ')}. The project is written, but not built.`,
    [...lacking.map(({ mend }) => mend), `Then, for the project in ${place(plan.target)}:`, steps(plan, done)].join(
      '\n',
    ),
  )
}

function steps(plan: Plan, done: Done): string {
  return nextCommands(plan, done)
    .map((command) => `  ${command}`)
    .join('\n')
}
