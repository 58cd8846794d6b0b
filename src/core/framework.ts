/** A folder of `templates/frameworks`, as its framework.json describes it. */
export type Framework = {
  readonly name: string
  readonly title: string
  /** One line of guidance for whoever has to choose. */
  readonly hint: string
  readonly docs: string
  /** Frameworks are offered in this order; the first is the default. */
  readonly order: number
  /** The crates in its Cargo.lock: no project can have the name of one. */
  readonly crates: readonly string[]
}
