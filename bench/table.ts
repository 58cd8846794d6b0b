import { formatLimit, formatRatio, formatValue } from './format.ts'
import type { Result } from './result.ts'
import { spread } from './statistics.ts'
import type { Verdict } from './verdict.ts'

/** Results as text for a terminal. */
export function resultsTable(results: readonly Result[]): string {
  return results.map(resultTable).join('\n\n')
}

/** Each contender with its spread, then each threshold and whether it is met. */
export function resultTable(result: Result): string {
  const { title, unit, quick, samples, verdicts } = result
  const names = Object.keys(samples)
  const width = Math.max(...names.map((name) => name.length), ...verdicts.map((verdict) => label(verdict).length))
  const contenders = names.map((name) => {
    const { median, min, max } = spread(samples[name] ?? [])
    const range = min === max ? '' : `  (${formatValue(min, unit)} – ${formatValue(max, unit)})`
    return `  ${name.padEnd(width)}  ${formatValue(median, unit)}${range}`
  })
  const thresholds = verdicts.map((verdict) => `  ${label(verdict).padEnd(width)}  ${outcome(verdict, result)}`)
  return [`${title}${quick ? ' (quick run: not meaningful)' : ''}`, ...contenders, ...thresholds].join('\n')
}

function label({ contender, against }: Verdict): string {
  return against === undefined ? contender : `${contender} / ${against}`
}

function outcome({ against, found, limit, met }: Verdict, { unit }: Result): string {
  const value = against === undefined ? formatValue(found.median, unit) : formatRatio(found)
  if (!limit) return value
  return `${value}  ${met ? 'met' : 'MISSED'}: ${formatLimit(limit, against === undefined ? unit : undefined)}`
}
