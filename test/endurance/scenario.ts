import type { Installation } from '../../harness/passenger/installation.ts'
import type { Outcomes } from '../../harness/passenger/load.ts'
import { formatOutcomes, isAll200 } from './clients/outcomes.ts'

/** One thing that a scenario looked at: what was expected, what was found, and whether that is good enough. */
export interface Row {
  readonly what: string
  readonly expected: string
  readonly found: string
  readonly ok: boolean
}

/** A framework, and the process that serves its app. */
export interface Contender {
  readonly framework: string
  /** Node with the addon in it, or the launcher in its place. */
  readonly process: 'node' | 'rust'
}

export function nameOf({ framework, process }: Contender): string {
  return process === 'rust' ? `${framework} without Node` : framework
}

/** What a scenario runs on: the probe of one framework (harness/project/probe.rs), optimised as `npm run bundle` does it. */
export interface Subject extends Contender {
  /** The Passenger that runs it. */
  readonly passenger: Installation
  /** A new app root with the start file and the addon, readable by the app's user; removed after the scenario. */
  createAppRoot(): Promise<string>
  /** `full`, or a twentieth of it with --quick, but at least 10. */
  scaled(full: number): number
}

export interface Scenario {
  readonly name: string
  readonly title: string
  run(subject: Subject): Promise<readonly Row[]>
}

export function equal(what: string, expected: string | number, found: string | number): Row {
  return { what, expected: String(expected), found: String(found), ok: String(expected) === String(found) }
}

/** `unit` follows both numbers: ' MB', for example. */
export function below(what: string, limit: number, found: number, unit: string): Row {
  return { what, expected: `< ${limit}${unit}`, found: `${found.toFixed(1)}${unit}`, ok: found < limit }
}

/** At least one request, and a 200 for each. */
export function all200(what: string, outcomes: Outcomes): Row {
  return { what, expected: 'all 200', found: formatOutcomes(outcomes), ok: isAll200(outcomes) }
}

/** What cannot be promised, only reported: how many requests a killed process takes with it, for example. */
export function observed(what: string, found: string): Row {
  return { what, expected: '–', found, ok: true }
}
