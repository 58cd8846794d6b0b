const longest = 60

/** A file name, safe to print on one line: it is not ours and may contain anything. */
export function displayName(name: string): string {
  const short = name.length > longest ? `${name.slice(0, longest)}…` : name
  return /[\p{Cc}\p{Cf}\u2028\u2029]/u.test(short) ? escapeInvisible(short) : short
}

/** In quotes, with every character escaped that is invisible or changes how the rest of the line is displayed. */
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
