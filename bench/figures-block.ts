import { amount, digits, limitOf } from './amount.ts'
import type { Figure } from './figure.ts'
import type { Result } from './result.ts'
import { spread } from './statistics.ts'
import type { Verdict } from './verdict.ts'

// The figures that a chart tells more about than a line of the table.
const charts = ['passenger-hello', 'p99', 'memory', 'first-answer', 'npx']

/** A result, with what its figure says of the bars that it may miss. */
export type Shown = Result & Pick<Figure, 'bound'>

/** The README's part about the figures, as Markdown: charts, table, what to know of them, and what they were measured on. */
export function figuresBlock(results: readonly Shown[]): string {
  const shown = charts.flatMap((name) => results.filter((result) => result.name === name))
  const images = shown.map(({ name, title }) => `![${asText(title)}](bench/charts/${name}.svg)`)
  const head = '| figure | measured | compared with | ratio | bar | |\n| --- | --- | --- | --- | --- | --- |'
  const rows = results.flatMap(rowsOf)
  const remarks = results.flatMap(remarksOf).join('\n')
  return [...images, [head, ...rows].join('\n'), ...(remarks ? [remarks] : []), ...machinesOf(results)].join('\n\n')
}

/** Its notes, and what keeps it from a bar that it misses. */
function remarksOf({ title, notes, bound, verdicts }: Shown): string[] {
  const missed = verdicts.some(({ met }) => met === false)
  return [...notes, ...(missed && bound ? [bound] : [])].map((remark) => `- ${asText(title)}: ${remark}`)
}

/** One line for all contenders that are held against the same. */
function rowsOf(result: Result): string[] {
  const keyOf = ({ against, limit }: Verdict) => JSON.stringify([against, limit])
  const keys = [...new Set(result.verdicts.map(keyOf))]
  return keys.map((key) =>
    rowOf(
      result.verdicts.filter((verdict) => keyOf(verdict) === key),
      result,
    ),
  )
}

function rowOf(verdicts: readonly Verdict[], { title, unit, samples }: Result): string {
  const [{ against, limit }] = verdicts as [Verdict]
  const median = (contender: string) => spread(samples[contender] ?? []).median
  const cells = [
    asText(title),
    `${verdicts.map(({ contender }) => `${contender} ${digits(median(contender))}`).join(', ')} ${unit}`,
    against === undefined ? '' : `${against} ${amount(median(against), unit)}`,
    against === undefined ? '' : `${verdicts.map(({ found }) => found.median.toFixed(2)).join(', ')} ×`,
    limit ? limitOf(limit, against === undefined ? unit : undefined) : '',
    limit ? verdicts.map(({ met }) => (met ? '✔' : '✖')).join(' ') : '',
  ]
  return `| ${cells.join(' | ')} |`
}

/** One line for each machine and day. */
function machinesOf(results: readonly Result[]): string[] {
  const lines = results.map(({ date, machine: { processor, cores, memory, system, versions } }) => {
    const programs = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
    return `Measured on ${date}: ${processor}, ${cores} cores, ${memory}, ${system}; ${programs.join(', ')}.`
  })
  return [...new Set(lines)]
}

/** Markdown takes what looks like HTML for HTML. */
function asText(title: string): string {
  return title.replaceAll('<', '&lt;')
}
