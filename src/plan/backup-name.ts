/**
 * Where what lies at `path` goes: `app.js.bak`, or the first free of `app.js.2.bak`, `app.js.3.bak` … A disk may hold
 * names that differ in case for the same one.
 */
export function backupName(path: string, taken: readonly string[]): string {
  const names = new Set(taken.map((name) => name.toLowerCase()))
  for (let number = 1; ; number++) {
    const name = number === 1 ? `${path}.bak` : `${path}.${number}.bak`
    if (!names.has(name.toLowerCase())) return name
  }
}
