// npm run bench [-- <figure>… --quick --strict --list]: measures, prints the figures, writes results and charts.
// Ends with 1 if a figure could not be measured or something is missing; with --strict also if a bar is missed; with 2
// for arguments that will not do.
import { parseArgs } from 'node:util'
import { amount } from './amount.ts'
import type { Effort, Figure } from './figure.ts'
import { figures } from './figures.ts'
import { describeMachine, type Machine } from './machine.ts'
import { measure } from './measure.ts'
import { missingRequirements } from './requirements.ts'
import type { Result } from './result.ts'
import { writeResult } from './result-files.ts'
import { tableOf } from './table.ts'
import { judge } from './verdict.ts'
import { withEnds } from './with-ends.ts'

const { values: flags, positionals: names } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean' }, strict: { type: 'boolean' }, list: { type: 'boolean' } },
})

process.exitCode = flags.list ? list() : await run()

function list(): number {
  for (const { name, title, rounds, onRequest } of figures)
    console.log(
      `${name.padEnd(20)} ${title} (${rounds === 1 ? 'once' : `${rounds} rounds`}${onRequest ? ', only when named' : ''})`,
    )
  return 0
}

async function run(): Promise<number> {
  const unknown = names.filter((name) => !figures.some((figure) => figure.name === name))
  if (unknown.length > 0) {
    console.error(`There is no figure ${unknown.join(', ')}. There are: ${figures.map(({ name }) => name).join(', ')}`)
    return 2
  }
  const missing = await missingRequirements()
  if (missing.length > 0) {
    console.error(`The figures need what this machine does not have:\n${missing.map((line) => `  ${line}`).join('\n')}`)
    return 1
  }

  const machine = await describeMachine()
  const effort: Effort = flags.quick ? { quick: true, seconds: 1 } : { quick: false, seconds: 3 }
  const results: Result[] = []
  const failures: string[] = []
  for (const figure of figures.filter(({ name, onRequest }) => (names.length ? names.includes(name) : !onRequest))) {
    const began = Date.now()
    try {
      const result = await resultOf(figure, effort, machine)
      results.push(result)
      const folder = await writeResult(result)
      console.error(`  ${figure.name}: in ${((Date.now() - began) / 1000).toFixed(0)} s, written to ${folder}\n`)
    } catch (error) {
      failures.push(figure.name)
      console.error(`${figure.name} COULD NOT BE MEASURED:`, error, '\n')
    }
  }

  console.log(tableOf(results))
  const missed = results.filter(({ verdicts }) => verdicts.some(({ met }) => met === false)).map(({ name }) => name)
  if (missed.length > 0) console.error(`\nA bar is missed in: ${missed.join(', ')}`)
  if (failures.length > 0) console.error(`\nCould not be measured: ${failures.join(', ')}`)
  return failures.length > 0 || (flags.strict && missed.length > 0) ? 1 : 0
}

async function resultOf(figure: Figure, effort: Effort, machine: Machine): Promise<Result> {
  const { name, title, unit, how, bars } = figure
  console.error(`${name}: ${title}`)
  return withEnds(async (atEnd) => {
    const { contenders, notes = [] } = await figure.prepare(effort, atEnd)
    const rounds = effort.quick ? Math.min(figure.rounds, 2) : figure.rounds
    const samples = await measure(contenders, rounds, (contender, sample) =>
      console.error(`  ${contender}: ${amount(sample, unit)}`),
    )
    const date = new Date().toISOString().slice(0, 10)
    return {
      name,
      title,
      unit,
      how,
      date,
      quick: effort.quick,
      machine,
      notes,
      samples,
      verdicts: judge(bars, samples),
    }
  })
}
