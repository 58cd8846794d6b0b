import { amount, limitOf, times } from './amount.ts'
import type { Result } from './result.ts'
import { spread } from './statistics.ts'
import type { Verdict } from './verdict.ts'

/** What was measured, as lines for a terminal: each contender with its spread, then each bar with what came of it. */
export function tableOf(results: readonly Result[]): string {
  return results.map(linesOf).join('\n\n')
}

export function linesOf(result: Result): string {
  const { title, unit, quick, samples, verdicts } = result
  const names = Object.keys(samples)
  const width = Math.max(...names.map((name) => name.length), ...verdicts.map((verdict) => label(verdict).length))
  const figures = names.map((name) => {
    const { median, min, max } = spread(samples[name] ?? [])
    const reach = min === max ? '' : `  (${amount(min, unit)} – ${amount(max, unit)})`
    return `  ${name.padEnd(width)}  ${amount(median, unit)}${reach}`
  })
  const judged = verdicts.map((verdict) => `  ${label(verdict).padEnd(width)}  ${outcome(verdict, result)}`)
  return [`${title}${quick ? ' (quick: not to be believed)' : ''}`, ...figures, ...judged].join('\n')
}

function label({ contender, against }: Verdict): string {
  return against === undefined ? contender : `${contender} / ${against}`
}

function outcome({ against, found, limit, met }: Verdict, { unit }: Result): string {
  const value = against === undefined ? amount(found.median, unit) : times(found)
  if (!limit) return value
  return `${value}  ${met ? 'met' : 'MISSED'}: ${limitOf(limit, against === undefined ? unit : undefined)}`
}
