const longest = 60

/** The name of a file as it can be shown in one line: somebody else chose it, and it may hold anything. */
export function displayName(name: string): string {
  const short = name.length > longest ? `${name.slice(0, longest)}…` : name
  return /[\p{Cc}\p{Cf}\u2028\u2029]/u.test(short) ? escapeInvisible(short) : short
}

/** With the code of every character that would not show, or would change how the rest of the line is shown. */
export function escapeInvisible(text: string): string {
  return JSON.stringify(text).replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** The first few of many, and how many more there are. */
export function firstFew<T>(all: readonly T[], count = 5): { readonly shown: readonly T[]; readonly more: number } {
  return { shown: all.slice(0, count), more: Math.max(all.length - count, 0) }
}
