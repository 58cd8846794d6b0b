import type { Limit, Unit } from './figure.ts'
import type { Spread } from './statistics.ts'

/** A number of that unit as a person reads it, with three digits that count: `10,700 requests/s`, `0.35 s`. */
export function amount(value: number, unit: Unit): string {
  return `${digits(value)} ${unit}`
}

/** `1.52 × (1.48–1.60)`. */
export function times({ median, min, max }: Spread): string {
  return `${median.toFixed(2)} × (${min.toFixed(2)}–${max.toFixed(2)})`
}

/** `≥ 1.4 ×`, or `≤ 300 KB` where the bar is not a ratio. */
export function limitOf({ sign, value }: Limit, unit?: Unit): string {
  return `${sign} ${value} ${unit ?? '×'}`
}

export function digits(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: value >= 1000 ? 4 : 3 })
}
