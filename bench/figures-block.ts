import type { Figure } from './figure.ts'
import { formatLimit, formatNumber, formatValue } from './format.ts'
import type { Result } from './result.ts'
import { spread } from './statistics.ts'
import type { Verdict } from './verdict.ts'

// The figures that a chart shows better than a row of the table.
const charts = ['memory', 'passenger-hello', 'p99', 'first-answer', 'npx']

export type ResultWithReason = Result & Pick<Figure, 'whyMissed'>

/** The README's part about the figures, as Markdown: charts, table, notes, and the machines that they were measured on. */
export function figuresBlock(results: readonly ResultWithReason[]): string {
  const inCharts = charts.flatMap((name) => results.filter((result) => result.name === name))
  const images = inCharts.map(({ name, title }) => `![${escapeHtml(title)}](bench/charts/${name}.svg)`)
  const head = '| figure | measured | compared with | ratio | threshold | |\n| --- | --- | --- | --- | --- | --- |'
  const rows = results.flatMap(rowsOf)
  const notes = results.flatMap(notesOf).join('\n')
  return [...images, [head, ...rows].join('\n'), ...(notes ? [notes] : []), ...machinesOf(results)].join('\n\n')
}

/** Its notes, and why it misses a threshold. */
function notesOf({ title, notes, whyMissed, verdicts }: ResultWithReason): string[] {
  const isMissed = verdicts.some(({ met }) => met === false)
  return [...notes, ...(isMissed && whyMissed ? [whyMissed] : [])].map((note) => `- ${escapeHtml(title)}: ${note}`)
}

/** One row for all contenders with the same comparison and the same limit. */
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
    escapeHtml(title),
    `${verdicts.map(({ contender }) => `${contender} ${formatNumber(median(contender))}`).join(', ')} ${unit}`,
    against === undefined ? '' : `${against} ${formatValue(median(against), unit)}`,
    against === undefined ? '' : `${verdicts.map(({ found }) => found.median.toFixed(2)).join(', ')} ×`,
    limit ? formatLimit(limit, against === undefined ? unit : undefined) : '',
    limit ? verdicts.map(({ met }) => (met ? '✔' : '✖')).join(' ') : '',
  ]
  return `| ${cells.join(' | ')} |`
}

/** One line for each machine and date. */
function machinesOf(results: readonly Result[]): string[] {
  const lines = results.map(({ date, machine: { processor, cores, memory, system, versions } }) => {
    const programs = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
    return `Measured on ${date}: ${processor}, ${cores} cores, ${memory}, ${system}; ${programs.join(', ')}.`
  })
  return [...new Set(lines)]
}

/** Markdown would take `<tool>` for HTML. */
function escapeHtml(title: string): string {
  return title.replaceAll('<', '&lt;')
}
