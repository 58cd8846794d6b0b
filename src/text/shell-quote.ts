/** A word as it must be typed: POSIX shells take single quotes, both shells of Windows only double ones. */
export function quote(word: string, windows: boolean): string {
  if (windows) return /^[\w.\\/:-]+$/.test(word) ? word : `"${word}"`
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

/** A path as an argument: never taken for an option. */
export function quotePath(path: string, windows: boolean): string {
  return quote(path.startsWith('-') ? `./${path}` : path, windows)
}
