/** A word as it must be typed: POSIX shells get single quotes; both Windows shells understand only double quotes. */
export function quote(word: string, windows: boolean): string {
  if (windows) return /^[\w.\\/:-]+$/.test(word) ? word : `"${word}"`
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

/** A path as an argument that cannot be mistaken for an option. */
export function quotePath(path: string, windows: boolean): string {
  return quote(path.startsWith('-') ? `./${path}` : path, windows)
}
