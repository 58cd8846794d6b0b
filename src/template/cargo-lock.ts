/** The name of the root package in every template's Cargo.lock. */
export const placeholder = 'template-crate-name'

const tableStart = /^(?=\[)/m
const nameLine = /^name = "(.*)"\r?$/m

/**
 * The template's Cargo.lock as cargo would write it for `crateName`: with the root package renamed, and moved to its
 * sorted position. cargo would rewrite a file in another order at the first build without `--locked`.
 */
export function renameRootPackage(lock: string, crateName: string): string {
  const { head, blocks, tail, newline } = split(lock)
  const root = blocks.find((block) => nameOf(block) === placeholder)
  if (!root) throw new Error(`Cargo.lock has no package named "${placeholder}"`)

  const others = blocks.filter((block) => block !== root)
  const renamed = root.replace(`name = "${placeholder}"`, `name = "${crateName}"`)
  const next = others.findIndex((block) => nameOf(block) > crateName)
  const sorted = others.toSpliced(next === -1 ? others.length : next, 0, renamed)
  return head + [...sorted, ...tail].join(newline + newline) + newline
}

/** The crates in a Cargo.lock, without the root package. */
export function lockedCrates(lock: string): string[] {
  return split(lock)
    .blocks.map(nameOf)
    .filter((name) => name !== placeholder)
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

function trimEnd(block: string): string {
  return block.trimEnd()
}
