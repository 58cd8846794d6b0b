import { resolve } from 'node:path'
import { lookAt, type Needs } from '../../checks/check.ts'
import { checks } from '../../checks/list.ts'
import { queries } from '../../checks/probe.ts'
import { judgeRust } from '../../checks/rustc.ts'
import type { Finding, Lack, Outcome } from '../../checks/check-result.ts'
import type { Framework } from '../../choices/framework.ts'
import { inEnglish } from '../../text/localized.ts'
import { problems } from '../../report/step-errors.ts'
import { showStep, type Watcher } from '../../report/progress.ts'
import { existingParent, whereWeAre } from '../../destination/inspect.ts'
import type { Context } from '../context.ts'
import type { Beginning } from './resolve-options.ts'

/** Looks, before anybody is asked anything, at all that this run needs, at once. */
export async function lookForTools(
  { flags, frameworks, framework, targetDir }: Beginning,
  { packageManager }: Context,
  watcher: Watcher,
): Promise<Finding[]> {
  const { say, signal } = watcher
  const wanted = { install: flags.install, build: flags.install && flags.build }
  // Nothing waits for git, but a dry run tells the versions of all that would run.
  const needed = checks.filter(({ name, blocks }) =>
    blocks ? wanted[blocks] : name === 'git' && flags.dryRun && flags.git,
  )
  if (needed.length === 0) return []

  const cwd = existingParent(resolve(whereWeAre(), flags.directory ?? '.'))
  const needs: Needs = {
    cwd,
    targetDir,
    packageManager: flags.packageManager ?? packageManager,
    frameworks: framework ? [framework] : frameworks,
    query: queries(cwd, signal),
  }
  const title = say.steps.look(needed.map(({ title }) => title(needs)(say)))
  const { findings } = await showStep({ name: 'look', title }, watcher, async () => {
    const findings = await lookAt(needed, needs, signal)
    const lacking = lackingTools(findings)
    if (lacking.length === 0) return { kind: 'done', findings }
    return { kind: 'lacking', why: (say) => problems(lacking, say), findings }
  })
  return findings
}

/** What was found, for whoever compares two machines; the words are the same in every language. */
export function foundTools(findings: readonly Finding[]): { name: string; version: string }[] {
  return findings.flatMap((finding) =>
    finding.status === 'passed' && finding.version
      ? [
          {
            name: finding.name === 'packageManager' ? inEnglish(finding.title) : finding.name,
            version: finding.version,
          },
        ]
      : [],
  )
}

/** What is of no use for a project with this framework: each has an oldest Rust of its own. */
export function lackingTools(findings: readonly Finding[], framework?: Framework): Lack[] {
  return findings.flatMap((finding) => {
    const { blocks } = finding
    const outcome = framework ? judgedFor(framework, finding) : finding
    if (outcome.status !== 'failed' || !blocks) return []
    return [{ blocks, problem: outcome.problem, mend: outcome.mend }]
  })
}

function judgedFor(framework: Framework, finding: Finding): Outcome {
  const asked = finding.name === 'rustc' && finding.status === 'passed' && finding.version
  return asked ? judgeRust(asked, [framework]) : finding
}
