// npm run endurance [-- <scenario>… --framework <name> --process <name> --passenger <version> --quick --list]: runs the scenarios with each
// framework and prints one table. Exits with 1 if anything was lost, with 2 if the arguments are wrong or something is missing.
import type { Installation } from '../../harness/passenger/installation.ts'
import { buildAddon, renderProbe } from '../../harness/project/projects.ts'
import { missingRequirements } from '../../harness/requirements.mjs'
import { scenarios } from './all-scenarios.ts'
import { CannotRun, type Choice, readArguments } from './arguments.ts'
import { type Host, openPassenger } from './passenger.ts'
import { saveRun } from './results.ts'
import { makeRunFolder } from './run-folder.ts'
import { type Contender, nameOf, type Row, type Scenario } from './scenario.ts'
import { openSubject } from './subject.ts'
import { type Result, resultTable } from './table.ts'

async function endurance(): Promise<number> {
  const choice = readArguments()
  if (choice.list) {
    for (const { name, title } of scenarios) console.log(`${name.padEnd(12)} ${title}`)
    return 0
  }
  const purposes = choice.passenger === undefined ? (['endurance'] as const) : (['endurance', 'chroot'] as const)
  const missing = purposes.flatMap((purpose) => missingRequirements(purpose, { install: true }))
  if (missing.length > 0) throw new CannotRun(`Missing on this machine:\n  ${missing.join('\n  ')}`)

  const start = Date.now()
  const folder = makeRunFolder()
  if (choice.passenger !== undefined) log(`Passenger ${choice.passenger}: opening a chroot; the first time, making it`)
  await using host = await openPassenger(choice.passenger, folder)
  const { node, passenger } = host.machine.versions
  log(`Passenger ${passenger}, Node ${node}, ${host.machine.system}`)
  const results: Result[] = []
  for (const framework of choice.frameworks) {
    log(`${framework}: building`)
    await buildAddon(await renderProbe(framework), 'bundle')
    for (const process of choice.processes)
      for (const scenario of choice.scenarios)
        results.push(...(await runScenario(scenario, { framework, process }, choice, host)))
  }
  const failed = results.filter(({ row }) => !row.ok)
  const minutes = ((Date.now() - start) / 60_000).toFixed(1)
  console.log(resultTable(results))
  console.log(
    `\nPassenger ${passenger}. ${choice.quick ? 'Quick: a twentieth of the full numbers. ' : ''}${results.length} rows, ${failed.length} failed, ${minutes} min.`,
  )
  return failed.length === 0 ? 0 : 1
}

async function runScenario(
  scenario: Scenario,
  contender: Contender,
  choice: Choice,
  { passenger, machine }: Host,
): Promise<Result[]> {
  const start = Date.now()
  const rows = await rowsOf(scenario, contender, passenger, choice.quick)
  const name = nameOf(contender)
  const seconds = Math.round((Date.now() - start) / 1000)
  await saveRun(scenario, name, { date: new Date().toISOString().slice(0, 10), seconds, machine, rows }, choice)
  const failed = rows.filter(({ ok }) => !ok)
  log(`${name}: ${scenario.name}: ${failed.length === 0 ? 'ok' : `${failed.length} FAILED`} (${seconds} s)`)
  for (const { what, expected, found } of failed) log(`  ${what}: expected ${expected}, found ${found}`)
  return rows.map((row) => ({ contender: name, scenario: scenario.name, row }))
}

/** A scenario that throws counts as failed, and the others still run. */
async function rowsOf(
  scenario: Scenario,
  contender: Contender,
  passenger: Installation,
  quick: boolean,
): Promise<readonly Row[]> {
  await using subject = openSubject(contender, passenger, quick)
  try {
    return await scenario.run(subject)
  } catch (error) {
    console.error(error)
    return [{ what: 'the scenario', expected: 'completed', found: String(error).split('\n')[0] ?? '', ok: false }]
  }
}

function log(line: string): void {
  console.error(`${new Date().toISOString().slice(11, 19)} ${line}`)
}

try {
  process.exitCode = await endurance()
} catch (error) {
  if (!(error instanceof CannotRun)) throw error
  console.error(error.message)
  process.exitCode = 2
}
