import { UsageError } from '../errors/errors.ts'
import { type CommandOption, isOption } from './command-option.ts'

/**
 * Refuses what the command line's own rules would read in another way than it was surely meant: `--name --yes` as a
 * project called `--yes`, `-framework` as `-f ramework`.
 */
export function rejectAmbiguousArgs(argv: readonly string[], options: readonly CommandOption[], command: string): void {
  const end = argv.indexOf('--')
  const words = end === -1 ? argv : argv.slice(0, end)
  for (const [index, word] of words.entries()) {
    const oneDash = options.find(({ long }) => /^-[a-z]/.test(word) && `-${word}`.split('=')[0] === long)
    if (oneDash) throw new UsageError((t) => t.usage.unknownOption(word, oneDash.long, command))

    const waiting = options.find(({ kind, long, short }) => kind === 'value' && (word === long || word === short))
    const next = words[index + 1]
    if (waiting && next !== undefined && options.some((option) => isOption(next, option)))
      throw new UsageError((t) => t.usage.noValue(waiting.long, command))
  }
}
