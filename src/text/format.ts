import type { Messages } from '../messages/en.ts'

type Amounts = Pick<Messages, 'amounts'>

/** `950 ms`, `3.2 s`, `1 min 5 s`. */
export function formatDuration(milliseconds: number, { amounts }: Amounts): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`
  const seconds = milliseconds / 1000
  if (seconds < 59.95) return `${amounts.decimal(seconds.toFixed(1))} s`
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)} min ${whole % 60} s`
}

/** `812 bytes`, `5 kB`, `1.3 MB`, `59.7 GB`. */
export function formatSize(bytes: number, { amounts }: Amounts): string {
  if (bytes < 1000) return amounts.bytes(String(bytes))
  if (bytes < 999_500) return amounts.kilobytes(String(Math.round(bytes / 1000)))
  if (bytes < 999.95e6) return amounts.megabytes(amounts.decimal((bytes / 1e6).toFixed(1)))
  return amounts.gigabytes(amounts.decimal((bytes / 1e9).toFixed(1)))
}
