import { join, relative, resolve } from 'node:path'
import { existingParent } from '../../destination/inspect.ts'
import type { GitRule, Plan } from '../../plan/plan.ts'
import { run } from '../../process/run.ts'

/**
 * What git would do to the project's files: which ignore rules keep them out of commits (git-check-ignore(1)), which
 * filters they would pass (git-check-attr(1)). None without git or a repository.
 */
export async function gitRules({ destination, files }: Plan, signal: AbortSignal | undefined): Promise<GitRule[]> {
  const cwd = existingParent(destination.path)
  const paths = new Map(files.map(({ path }) => [relative(cwd, join(destination.path, path)), path]))
  const git = async (...args: string[]) => {
    const result = await run('git', [...args, '--', ...paths.keys()], { cwd, signal, timeout: 30_000 })
    return result.kind === 'done' ? result.stdout.split('\0') : []
  }
  const [ignored, attributes] = await Promise.all([
    git('check-ignore', '--no-index', '--verbose', '-z'),
    git('check-attr', '-z', 'filter'),
  ])
  const found = [
    ...groupsOf(ignored, 4).map(([source = '', line, pattern = '', path = '']) => ({
      kind: 'ignored' as const,
      source: `${resolve(cwd, source)}:${line}`,
      rule: pattern,
      path,
    })),
    ...groupsOf(attributes, 3).map(([path = '', , value = '']) => ({
      kind: 'filtered' as const,
      source: '',
      rule: value,
      path,
    })),
  ]
  const effective = found.filter(({ kind, rule }) =>
    kind === 'ignored' ? !rule.startsWith('!') : !/^(unspecified|unset|set)$/.test(rule),
  )
  const rules = new Map<string, GitRule>()
  for (const { path, ...rule } of effective) {
    const key = JSON.stringify(rule)
    rules.set(key, { ...rule, files: [...(rules.get(key)?.files ?? []), paths.get(path) ?? path] })
  }
  return [...rules.values()]
}

function groupsOf(fields: readonly string[], size: number): string[][] {
  return Array.from({ length: Math.floor(fields.length / size) }, (_, index) =>
    fields.slice(index * size, (index + 1) * size),
  )
}
