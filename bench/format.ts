import type { Limit, Unit } from './figure.ts'
import type { Spread } from './statistics.ts'

/** A value with its unit and three significant digits: `10,700 requests/s`, `0.35 s`. */
export function formatValue(value: number, unit: Unit): string {
  return `${formatNumber(value)} ${unit}`
}

/** `1.52 × (1.48–1.60)`. */
export function formatRatio({ median, min, max }: Spread): string {
  return `${median.toFixed(2)} × (${min.toFixed(2)}–${max.toFixed(2)})`
}

/** `≥ 1.4 ×`, or `≤ 300 KB` if the limit is not one of a ratio. */
export function formatLimit({ sign, value }: Limit, unit?: Unit): string {
  return `${sign} ${value} ${unit ?? '×'}`
}

export function formatNumber(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: value >= 1000 ? 4 : 3 })
}
