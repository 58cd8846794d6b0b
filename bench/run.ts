// npm run bench [-- <figure>… --quick --strict --list]: measures figures, prints them, and writes results and charts.
// Exits with 1 if a figure could not be measured or a program is missing, with --strict also if a threshold is missed; with
// 2 if the arguments are wrong.
import { parseArgs } from 'node:util'
import { describeMachine, type MachineInfo } from '../harness/machine-info.ts'
import { missingRequirements } from '../harness/requirements.mjs'
import type { Effort, Figure } from './figure.ts'
import { figures } from './figures.ts'
import { formatValue } from './format.ts'
import { measure } from './measure.ts'
import type { Result } from './result.ts'
import { writeResult } from './result-files.ts'
import { resultsTable } from './table.ts'
import { judge } from './verdict.ts'
import { withCleanup } from './with-cleanup.ts'

const options = {
  quick: { type: 'boolean', default: false },
  strict: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
} as const

const { values: flags, positionals: names } = readArguments()

process.exitCode = flags.list ? list() : await run()

function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options })
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(2)
  }
}

function list(): number {
  for (const { name, title, rounds, onRequest } of figures)
    console.log(
      `${name.padEnd(20)} ${title} (${rounds === 1 ? 'once' : `${rounds} rounds`}${onRequest ? ', only if named' : ''})`,
    )
  return 0
}

async function run(): Promise<number> {
  const unknown = names.filter((name) => !figures.some((figure) => figure.name === name))
  if (unknown.length > 0) {
    console.error(`There is no figure ${unknown.join(', ')}, only ${figures.map(({ name }) => name).join(', ')}.`)
    return 2
  }
  const missing = missingRequirements('bench', { install: true })
  if (missing.length > 0) {
    console.error(`Missing on this machine:\n${missing.map((line) => `  ${line}`).join('\n')}`)
    return 1
  }

  const machine = await describeMachine(['npm', 'rustc', 'apache', 'passenger', 'wrk', 'oha', 'hyperfine'])
  const effort: Effort = flags.quick ? { quick: true, seconds: 1 } : { quick: false, seconds: 3 }
  const results: Result[] = []
  const failures: string[] = []
  for (const figure of figures.filter(({ name, onRequest }) => (names.length ? names.includes(name) : !onRequest))) {
    const start = Date.now()
    try {
      const result = await resultOf(figure, effort, machine)
      results.push(result)
      const folder = await writeResult(result)
      console.error(`  ${figure.name}: ${((Date.now() - start) / 1000).toFixed(0)} s, written to ${folder}\n`)
    } catch (error) {
      failures.push(figure.name)
      console.error(`${figure.name} COULD NOT BE MEASURED:`, error, '\n')
    }
  }

  console.log(resultsTable(results))
  const missed = results.filter(({ verdicts }) => verdicts.some(({ met }) => met === false)).map(({ name }) => name)
  if (missed.length > 0) console.error(`\nThresholds missed in: ${missed.join(', ')}`)
  if (failures.length > 0) console.error(`\nCould not be measured: ${failures.join(', ')}`)
  return failures.length > 0 || (flags.strict && missed.length > 0) ? 1 : 0
}

async function resultOf(figure: Figure, effort: Effort, machine: MachineInfo): Promise<Result> {
  const { name, title, unit, how, thresholds } = figure
  console.error(`${name}: ${title}`)
  return withCleanup(async (defer) => {
    const { contenders, notes = [] } = await figure.prepare(effort, defer)
    const rounds = effort.quick ? Math.min(figure.rounds, 2) : figure.rounds
    const samples = await measure(contenders, rounds, (contender, sample) =>
      console.error(`  ${contender}: ${formatValue(sample, unit)}`),
    )
    const date = new Date().toISOString().slice(0, 10)
    const verdicts = judge(thresholds, samples)
    return { name, title, unit, how, date, quick: effort.quick, machine, notes, samples, verdicts }
  })
}
