import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { outputJson } from 'fs-extra/esm'
import type { MachineInfo } from '../../harness/machine-info.ts'
import type { Choice } from './arguments.ts'
import type { Row, Scenario } from './scenario.ts'

/** One scenario as it was last run with each framework, in Node and without: results/<scenario>.json. */
interface ScenarioResults {
  readonly name: string
  readonly title: string
  readonly frameworks: Readonly<Record<string, LastRun>>
}

export interface LastRun {
  /** As in 2026-01-31. */
  readonly date: string
  readonly seconds: number
  readonly machine: MachineInfo
  readonly rows: readonly Row[]
}

/** Committed: how the scenarios last ended with their full numbers. */
const committed = path.resolve('test', 'endurance', 'results')

const ignored = path.resolve('target', 'endurance')

/**
 * Takes the place of the last run of the same app in results/<scenario>.json, or results/passenger-<version>/<scenario>.json;
 * quick runs go to target/endurance/.
 */
export async function saveRun(
  { name, title }: Scenario,
  contender: string,
  run: LastRun,
  { quick, passenger }: Pick<Choice, 'quick' | 'passenger'>,
): Promise<void> {
  const folder = passenger === undefined ? '' : `passenger-${passenger}`
  const file = path.join(quick ? ignored : committed, folder, `${name}.json`)
  const frameworks = { ...(await lastRuns(file)), [contender]: run }
  await outputJson(file, { name, title, frameworks } satisfies ScenarioResults, { spaces: 2 })
}

async function lastRuns(file: string): Promise<ScenarioResults['frameworks']> {
  if (!existsSync(file)) return {}
  const { frameworks }: ScenarioResults = JSON.parse(await readFile(file, 'utf8'))
  return frameworks
}
