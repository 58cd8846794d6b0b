/** The name of the root package in every template's Cargo.lock. The names of the project's other packages begin with it. */
export const placeholder = 'template-crate-name'

const tableStart = /^(?=\[)/m
const nameLine = /^name = "(.*)"\r?$/m
const dependencies = /^dependencies = \[\r?\n((?: ".*",\r?\n)+)\]/m

/**
 * The template's Cargo.lock as cargo would write it for `crateName`: with the project's packages renamed, and everything
 * in sorted order. cargo would rewrite a file in another order at the first build without `--locked`.
 */
export function renamePackages(lock: string, crateName: string): string {
  const { head, blocks, tail, newline } = split(lock)
  if (!blocks.some((block) => nameOf(block) === placeholder))
    throw new Error(`Cargo.lock has no package named "${placeholder}"`)

  const renamed = blocks.map((block) => (block.includes(`"${placeholder}`) ? rename(block, crateName) : block))
  const sorted = renamed.toSorted((one, other) => compare(nameOf(one), nameOf(other))) // stable: versions stay sorted
  return head + [...sorted, ...tail].join(newline + newline) + newline
}

/** A block with the project's names, in its list of dependencies too. */
function rename(block: string, crateName: string): string {
  const renamed = block.replaceAll(`"${placeholder}`, `"${crateName}`)
  return renamed.replace(dependencies, (table, lines: string) => {
    const sorted = lines.split(/(?<=\n)/).toSorted(compare)
    return table.replace(lines, sorted.join(''))
  })
}

/** The crates in a Cargo.lock, without the project's own packages. */
export function lockedCrates(lock: string): string[] {
  return split(lock)
    .blocks.map(nameOf)
    .filter((name) => !name.startsWith(placeholder))
}

/** The lock without the empty lines between its parts: head, `[[package]]` blocks, and anything after them. */
function split(lock: string) {
  const newline = lock.includes('\r\n') ? '\r\n' : '\n'
  const parts = lock.split(tableStart)
  const head = parts[0]?.startsWith('[') ? '' : (parts.shift() ?? '')
  const packages = parts.filter((table) => table.startsWith('[[package]]'))
  const others = parts.filter((table) => !table.startsWith('[[package]]'))
  return { head, blocks: packages.map(trimEnd), tail: others.map(trimEnd), newline }
}

function nameOf(block: string): string {
  return nameLine.exec(block)?.[1] ?? ''
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

function trimEnd(block: string): string {
  return block.trimEnd()
}
