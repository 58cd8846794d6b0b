import { parseArgs } from 'node:util'
import { newerVersions } from '../../harness/passenger/debootstrap.ts'
import { frameworks } from '../../harness/project/projects.ts'
import { scenarios } from './all-scenarios.ts'
import type { Contender, Scenario } from './scenario.ts'

const usage =
  'npm run endurance -- [scenario…] [--framework NAME] [--process node|rust] [--passenger VERSION] [--quick] [--list]'

export interface Choice {
  readonly scenarios: readonly Scenario[]
  readonly frameworks: readonly string[]
  /** What serves the apps. */
  readonly processes: readonly Contender['process'][]
  /** A newer version than this machine's, which is the default. */
  readonly passenger: string | undefined
  /** A twentieth of the full numbers. */
  readonly quick: boolean
  /** Only list the scenarios. */
  readonly list: boolean
}

/** @throws CannotRun for arguments that are not valid */
export function readArguments(): Choice {
  const { values, positionals } = parse()
  return {
    scenarios: choose('scenario', scenarios, ({ name }) => name, positionals),
    frameworks: choose('framework', frameworks, (name) => name, values.framework ?? []),
    processes: choose('process', ['node', 'rust'] as const, (name) => name, values.process ?? []),
    passenger: choosePassenger(values.passenger),
    quick: values.quick,
    list: values.list,
  }
}

/** The command or the machine does not allow a run; the message says why. */
export class CannotRun extends Error {}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        framework: { type: 'string', multiple: true },
        process: { type: 'string', multiple: true },
        passenger: { type: 'string' },
        quick: { type: 'boolean', default: false },
        list: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new CannotRun(`${error instanceof Error ? error.message : error}\n${usage}`, { cause: error })
  }
}

/** The items of those names, or all of them if there are no names. */
function choose<Item>(kind: string, all: readonly Item[], nameOf: (item: Item) => string, names: readonly string[]) {
  const unknown = names.find((name) => !all.some((item) => nameOf(item) === name))
  if (unknown !== undefined)
    throw new CannotRun(`There is no ${kind} "${unknown}", only ${all.map(nameOf).join(', ')}.\n${usage}`)
  return names.length === 0 ? all : all.filter((item) => names.includes(nameOf(item)))
}

function choosePassenger(version: string | undefined): string | undefined {
  if (version === undefined || newerVersions.includes(version)) return version
  throw new CannotRun(
    `There is no Passenger "${version}", only this machine's and ${newerVersions.join(', ')}.\n${usage}`,
  )
}
