import { type Needs, runChecks } from '../../checks/check.ts'
import {
  type CheckOutcome,
  type CheckResult,
  listProblems,
  type MissingRequirement,
} from '../../checks/check-result.ts'
import { checks } from '../../checks/list.ts'
import { createProbe } from '../../checks/probe.ts'
import { judgeRust } from '../../checks/rust/rustc.ts'
import type { PackageManager } from '../../choices/package-manager.ts'
import { existingParent } from '../../destination/inspect.ts'
import type { Plan } from '../../plan/plan.ts'
import { type Progress, showProgress } from '../../report/progress.ts'
import { inEnglish } from '../../text/localized.ts'
import { folderGiven, type Given } from './given.ts'

/** Checks everything that this run needs, in parallel, before the first question. */
export async function checkTools(given: Given, progress: Progress): Promise<readonly CheckResult[]> {
  const { flags, frameworks, packageManager, targetDir } = given
  const { t, signal } = progress
  const wanted = { install: flags.install, build: flags.install && flags.build }
  // No step is blocked by git, but a dry run lists the versions of everything that would run.
  const needed = checks.filter(({ name, blocks }) =>
    blocks ? wanted[blocks] : name === 'git' && flags.dryRun && flags.git,
  )
  if (needed.length === 0) return []

  const cwd = existingParent(folderGiven(given))
  const needs: Needs = {
    cwd,
    project: flags.directory === undefined ? undefined : folderGiven(given),
    targetDir,
    packageManager: packageManager.name,
    frameworks,
    probe: createProbe(cwd, signal),
    signal,
  }
  const title = t.steps.look(needed.map(({ title }) => title(needs)(t)))
  const { results } = await showProgress({ name: 'look', title }, progress, async () => {
    const results = await runChecks(needed, needs, signal)
    const missing = missingTools(results)
    if (missing.length === 0) return { kind: 'done', results }
    return { kind: 'incomplete', reason: (t) => listProblems(missing, t), results }
  })
  return results
}

/** The versions that were found. The names do not depend on the language. */
export function toolVersions(results: readonly CheckResult[]): { name: string; version: string }[] {
  return results.flatMap((result) => {
    if (result.status !== 'passed' || !result.version) return []
    const name = result.name === 'packageManager' ? inEnglish(result.title) : result.name
    return [{ name, version: result.version }]
  })
}

/** Whether an install inside a member of a workspace goes to the workspace. */
export function installsAbove(results: readonly CheckResult[], { name }: PackageManager): boolean {
  const found = results.find((result) => result.name === 'packageManager')
  return name === 'bun' || (name === 'yarn' && found?.status === 'passed' && found.version?.startsWith('1.') === true)
}

type Chosen = Pick<Plan, 'framework' | 'destination'>

/** What is missing for a project with this framework, or with any: their minimum versions of Rust differ. */
export function missingTools(results: readonly CheckResult[], plan?: Chosen): MissingRequirement[] {
  return results.flatMap((result) => {
    const { blocks } = result
    const outcome = plan ? outcomeFor(plan, result) : result
    if (outcome.status !== 'failed' || !blocks) return []
    return [{ blocks, message: outcome.message, hint: outcome.hint }]
  })
}

function outcomeFor({ framework, destination }: Chosen, result: CheckResult): CheckOutcome {
  const rustVersion = result.name === 'rustc' && result.status === 'passed' && result.version
  return rustVersion ? judgeRust(rustVersion, [framework], { cwd: destination.path }) : result
}
