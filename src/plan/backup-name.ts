/**
 * The backup name for `path`: `app.js.bak`, or the first free one of `app.js.2.bak`, `app.js.3.bak` … Ignores case, since
 * a file system may too.
 */
export function backupName(path: string, taken: readonly string[]): string {
  const names = new Set(taken.map((name) => name.toLowerCase()))
  for (let number = 1; ; number++) {
    const name = number === 1 ? `${path}.bak` : `${path}.${number}.bak`
    if (!names.has(name.toLowerCase())) return name
  }
}
