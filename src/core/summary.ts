import type { Phrase } from './phrase.ts'
import type { Plan } from './plan.ts'
import { place } from './target.ts'
import type { Lack } from './unfinished.ts'

/** What is about to happen, in a line: the last thing that a person reads before anything is written. */
export function summary(
  { name, framework, files, target, install, commit, build }: Plan,
  lacking: readonly Lack[],
): Phrase {
  const isPossible = (tool: string) => !lacking.some((lack) => lack.tool === tool)
  const installs = install && isPossible(install.tool)
  const steps = [
    ...(installs ? [install.title] : []),
    ...(commit ? ['git commit'] : []),
    ...(build && installs && isPossible(build.tool) ? [build.title] : []),
  ]
  return (say) => {
    const written = say.summary.files(name, framework.title, files.length, place(target)(say))
    return `${written}${steps.length > 0 ? say.summary.afterwards(steps) : ''}.`
  }
}
