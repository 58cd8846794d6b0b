import type { Target } from '../clients/target.ts'

/** What one kind of hostile client does, how many of them at once, and what each should get. */
export interface Attack {
  readonly title: string
  readonly clients: number
  readonly expected: string
  /** Takes half a minute, since the server waits that long. */
  readonly slow?: boolean
  /** Resolves to what one client got: `expected`, or something else. */
  run(target: Target): Promise<string>
}

/** The beginning of a POST; more headers may follow. */
export const post = 'POST /echo HTTP/1.1\r\nHost: endurance\r\nContent-Type: application/json\r\n'

export function statusesIn(text: string): string[] {
  return [...text.matchAll(/HTTP\/1\.[01] (\d{3})/g)].map(([, status]) => status as string)
}
