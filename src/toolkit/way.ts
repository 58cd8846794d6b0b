/** How the host serves an app: Rust inside Node, or Rust in Node's place, in the same process. */
export type Way = 'node' | 'rust'

/** What package.json says of it: `auto` is Rust in Node's place wherever the host lets it. */
export type Choice = 'auto' | Way

export function isChoice(value: unknown): value is Choice {
  return value === 'auto' || value === 'rust' || value === 'node'
}

/** The ways that the host may serve a bundle, in the order in which they are tried. */
export function waysOf(choice: Choice): readonly Way[] {
  return choice === 'auto' ? ['rust', 'node'] : [choice]
}

/** Whether an answer of /health, with this `process`, was given the way that was asked for. An old /health does not say it. */
export function isServed(way: Way, process: unknown): boolean {
  return process === way || (process === undefined && way === 'node')
}
