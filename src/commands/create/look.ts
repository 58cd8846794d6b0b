import { resolve } from 'node:path'
import { tooOld } from '../../checks/cargo.ts'
import type { Finding, Needs } from '../../checks/finding.ts'
import { checks } from '../../checks/list.ts'
import { Cancelled } from '../../core/errors.ts'
import type { Framework } from '../../core/framework.ts'
import { type Lack, problems } from '../../core/unfinished.ts'
import { isOlder } from '../../core/version.ts'
import { showStep, type Watcher } from '../../io/steps.ts'
import { existingParent, whereWeAre } from '../../io/target.ts'
import type { Context } from '../context.ts'
import type { Beginning } from './resolve.ts'

/** Looks, before anybody is asked anything, at all tools that this run needs, at once. */
export async function lookForTools(
  { flags, frameworks, framework }: Beginning,
  { packageManager }: Context,
  watcher: Watcher,
): Promise<Finding[]> {
  const needs: Needs = {
    // Where rustup would choose the same toolchain as in the project.
    cwd: existingParent(resolve(whereWeAre(), flags.directory ?? '.')),
    packageManager: flags.packageManager ?? packageManager,
    install: flags.install,
    build: flags.install && flags.build,
    minimumRust: lowest(framework ? [framework] : frameworks),
    signal: watcher.signal,
  }
  const needed = checks.filter(({ isNeeded }) => isNeeded(needs))
  if (needed.length === 0) return []

  const title = watcher.say.steps.look(needed.map(({ title }) => title(needs)))
  const { findings } = await showStep({ name: 'look', title }, watcher, async () => {
    const findings = await Promise.all(needed.map(({ look }) => look(needs)))
    if (watcher.signal?.aborted) throw new Cancelled(watcher.signal.reason)
    const lacking = lackingTools(findings)
    if (lacking.length === 0) return { kind: 'done', findings }
    return { kind: 'lacking', why: (say) => problems(lacking, say), findings }
  })
  return findings
}

/** What was found, for whoever compares two machines. */
export function foundTools(findings: readonly Finding[]): { name: string; version: string }[] {
  return findings.flatMap((finding) =>
    finding.status === 'passed' ? [{ name: finding.tool, version: finding.version }] : [],
  )
}

/** What is of no use for a project with this framework: each has an oldest Rust of its own. */
export function lackingTools(findings: readonly Finding[], framework?: Framework): Lack[] {
  return findings.flatMap((finding) => {
    if (finding.status === 'failed') return [finding]
    const { tool, version } = finding
    const old = tool === 'cargo' && framework?.minimumRust && isOlder(version, framework.minimumRust)
    return old ? [tooOld(version, framework.minimumRust)] : []
  })
}

function lowest(frameworks: readonly Framework[]): string | undefined {
  const versions = frameworks.map(({ minimumRust }) => minimumRust ?? '0')
  return versions.reduce((low, version) => (isOlder(version, low) ? version : low))
}
