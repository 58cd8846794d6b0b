import { parseArgs } from 'node:util'
import { buildAddon, frameworks, renderProbe } from '../../harness/project/projects.ts'
import { trials } from './list.ts'
import { missing } from './requirements.ts'
import { openSubject } from './subject.ts'
import { type Result, table } from './table.ts'
import type { Row, Trial } from './trial.ts'

const usage = `npm run soak -- [trial…] [--framework NAME] [--quick] [--list]`

/** Makes the trials with each framework, one after the other; resolves to the exit code. */
async function soak(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      framework: { type: 'string', multiple: true },
      quick: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
    },
  })
  if (values.list) return print(trials.map(({ name, title }) => `${name.padEnd(12)} ${title}`).join('\n'))
  const chosen = choose('trial', trials, ({ name }) => name, positionals)
  const chosenFrameworks = choose('framework', frameworks, (name) => name, values.framework ?? [])
  const lacking = missing()
  if (lacking.length > 0)
    throw new Refusal(`The soak needs what this machine does not have:\n  ${lacking.join('\n  ')}`)

  const results: Result[] = []
  const start = Date.now()
  for (const framework of chosenFrameworks) {
    say(`${framework}: building`)
    await buildAddon(await renderProbe(framework), 'bundle')
    for (const trial of chosen) results.push(...(await make(trial, framework, values.quick)))
  }
  const lost = results.filter(({ row }) => !row.ok)
  const minutes = ((Date.now() - start) / 60_000).toFixed(1)
  print(table(results))
  print(
    `\n${values.quick ? 'Quick: a twentieth of the full numbers. ' : ''}${results.length} rows, ${lost.length} lost, ${minutes} min.`,
  )
  return lost.length === 0 ? 0 : 1
}

async function make(trial: Trial, framework: string, quick: boolean): Promise<Result[]> {
  const start = Date.now()
  const rows = await rowsOf(trial, framework, quick)
  const seconds = Math.round((Date.now() - start) / 1000)
  const lost = rows.filter(({ ok }) => !ok)
  say(`${framework}: ${trial.name}: ${lost.length === 0 ? 'ok' : `${lost.length} LOST`} (${seconds} s)`)
  for (const { what, expected, found } of lost) say(`  ${what}: expected ${expected}, found ${found}`)
  return rows.map((row) => ({ framework, trial: trial.name, row }))
}

/** A trial that cannot be ended is a loss, and no reason to leave the others out. */
async function rowsOf(trial: Trial, framework: string, quick: boolean): Promise<readonly Row[]> {
  await using subject = await openSubject(framework, quick)
  try {
    return await trial.run(subject)
  } catch (error) {
    console.error(error)
    return [{ what: 'the trial', expected: 'made', found: String(error).split('\n')[0] ?? '', ok: false }]
  }
}

function choose<Item>(kind: string, all: readonly Item[], nameOf: (item: Item) => string, names: readonly string[]) {
  const unknown = names.find((name) => !all.some((item) => nameOf(item) === name))
  if (unknown !== undefined)
    throw new Refusal(`There is no ${kind} ${unknown}: ${all.map(nameOf).join(', ')}.\n${usage}`)
  return names.length === 0 ? all : all.filter((item) => names.includes(nameOf(item)))
}

class Refusal extends Error {}

function say(line: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`)
}

function print(text: string): number {
  process.stdout.write(`${text}\n`)
  return 0
}

try {
  process.exitCode = await soak()
} catch (error) {
  if (!(error instanceof Refusal)) throw error
  console.error(error.message)
  process.exitCode = 2
}
