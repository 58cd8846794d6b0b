// Spaces before : ; ! ? » and after « are no-break spaces (U+00A0).

export function allOptions(command: string): string {
  return `Toutes les options : ${command} --help.`
}

export function and(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} et ${words.at(-1)}`
}

export function andMore(more: number): string {
  if (more < 1) return ''
  return more === 1 ? ' et un autre élément' : ` et ${more} autres éléments`
}

export function because(what: string, reason: string): string {
  return reason === '' ? what : `${what} : ${reason}`
}

export function didYouMean(meant: string | undefined): string {
  return meant ? `Vouliez-vous dire ${meant} ? ` : ''
}

/** Text that arrives in JSON quotes because it may contain invisible characters, in French quotes instead. */
export function requoted(json: string): string {
  return `« ${json.slice(1, -1)} »`
}
