import { join, relative, resolve } from 'node:path'
import { existingParent } from '../../destination/inspect.ts'
import type { GitRule, Plan } from '../../plan/plan.ts'
import { run } from '../../process/run.ts'

/**
 * What git would do to the project's files: which ignore rules keep them out of commits (git-check-ignore(1)), which
 * filters they would pass (git-check-attr(1)). None without git or a repository;
 * `root` is the repository's.
 */
export async function gitRules(
  { destination, files }: Plan,
  root: string,
  signal: AbortSignal | undefined,
): Promise<GitRule[]> {
  const cwd = existingParent(destination.path)
  const paths = new Map(files.map(({ path }) => [relative(cwd, join(destination.path, path)), path]))
  const git = async (...args: string[]) => {
    const all = ['-c', 'core.quotePath=false', ...args, '--', ...paths.keys()]
    const result = await run('git', all, { cwd, signal, timeout: 30_000 })
    return result.kind === 'done' ? result.stdout.split('\n') : []
  }
  const [ignored, attributes] = await Promise.all([
    git('check-ignore', '--no-index', '--verbose'),
    git('check-attr', 'filter'),
  ])
  const found = [
    ...ignored.flatMap((line) => {
      const [, source, number, rule = '', path = ''] = /^(.+?):(\d+):(.*?)\t(.*)$/.exec(line) ?? []
      return source ? [{ kind: 'ignored' as const, source: `${resolve(root, source)}:${number}`, rule, path }] : []
    }),
    ...attributes.flatMap((line) => {
      const [, path, rule = ''] = /^(.*): filter: (.*)$/.exec(line) ?? []
      return path ? [{ kind: 'filtered' as const, source: '', rule, path }] : []
    }),
  ]
  // Our own say it on purpose: what is in .cargo/ holds for one machine.
  const ours = files.flatMap(({ path, action }) =>
    action.status === 'completed' ? [] : [`${resolve(destination.path, path)}:`],
  )
  const effective = found.filter(({ kind, source, rule }) =>
    kind === 'ignored'
      ? !rule.startsWith('!') && !ours.some((file) => source.startsWith(file))
      : !/^(unspecified|unset|set)$/.test(rule),
  )
  const rules = new Map<string, GitRule>()
  for (const { path, ...rule } of effective) {
    const key = JSON.stringify(rule)
    rules.set(key, { ...rule, files: [...(rules.get(key)?.files ?? []), paths.get(path) ?? path] })
  }
  return [...rules.values()]
}
