/** An option of the command line, parsed from commander's notation: `-f, --framework <name>`, `--no-git`, `--json`. */
export type CommandOption = {
  readonly long: string
  readonly short: string | undefined
  /** Without dashes and `no-`. */
  readonly name: string
  readonly kind: 'value' | 'switch' | 'negation'
  /** The only values that it accepts; empty if it accepts any. */
  readonly values: readonly string[]
}

export type Notation = {
  readonly name: string
  readonly flag: string
  readonly values?: readonly string[] | undefined
}

/** Undefined for an argument, such as `[directory]`. */
export function commandOption({ flag, values = [] }: Notation): CommandOption | undefined {
  const long = longFlag(flag)
  if (!long.startsWith('--')) return undefined
  const kind = flag.includes('<') ? 'value' : long.startsWith('--no-') ? 'negation' : 'switch'
  return { long, short: /^-[a-zA-Z]\b/.exec(flag)?.[0], name: long.replace(/^--(no-)?/, ''), kind, values }
}

/** `-f, --framework <name>` → `--framework`; an argument is returned unchanged. */
export function longFlag(flag: string): string {
  return /--[a-z-]+/.exec(flag)?.[0] ?? flag
}

/** Whether a word of the command line is this option, with or without a value after `=`. */
export function isOption(word: string, { long, short, name, kind }: CommandOption): boolean {
  const spelled = word.split('=')[0]
  if (spelled === long || (kind !== 'value' && spelled === `--${name}`)) return true
  return short !== undefined && !word.startsWith('--') && word.startsWith(short)
}
