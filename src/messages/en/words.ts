export function and(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

export function because(what: string, reason: string): string {
  return reason === '' ? what : `${what}: ${reason}`
}
