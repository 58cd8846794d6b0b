/** One thing that was looked at: what should have come out, what did, and whether that is good enough. */
export interface Row {
  readonly what: string
  readonly expected: string
  readonly found: string
  readonly ok: boolean
}

/** What a trial is made on: the probe of one framework (harness/project/probe.rs), optimised as `npm run bundle` does it. */
export interface Subject {
  readonly framework: string
  /** A new app root with the shim and the addon, which the app's user can read; removed after the trial. */
  layOut(): Promise<string>
  /** That many, or a twentieth of it with --quick, but never less than 10. */
  amount(full: number): number
}

export interface Trial {
  readonly name: string
  readonly title: string
  run(subject: Subject): Promise<readonly Row[]>
}

export function equal(what: string, expected: string | number, found: string | number): Row {
  return { what, expected: String(expected), found: String(found), ok: String(expected) === String(found) }
}

/** `unit` follows both numbers: ' MB', for example. */
export function below(what: string, limit: number, found: number, unit: string): Row {
  return { what, expected: `< ${limit}${unit}`, found: `${found.toFixed(1)}${unit}`, ok: found < limit }
}

/** What cannot be promised, only told: how many requests a killed process takes with it, for example. */
export function told(what: string, found: string): Row {
  return { what, expected: '–', found, ok: true }
}
