import { UsageError } from '../errors/errors.ts'
import { type CommandOption, isOption } from './command-option.ts'

/**
 * Rejects arguments that commander would accept but misread: `--name --yes` as a project named `--yes`, `-framework` as
 * `-f ramework`.
 */
export function rejectAmbiguousArgs(argv: readonly string[], options: readonly CommandOption[], command: string): void {
  const end = argv.indexOf('--')
  const words = end === -1 ? argv : argv.slice(0, end)
  for (const [index, word] of words.entries()) {
    const singleDashed = options.find(({ long }) => /^-[a-z]/.test(word) && `-${word}`.split('=')[0] === long)
    if (singleDashed) throw new UsageError((t) => t.usage.unknownOption(word, singleDashed.long, command))

    const valued = options.find(({ kind, long, short }) => kind === 'value' && (word === long || word === short))
    const next = words[index + 1]
    if (valued && next !== undefined && options.some((option) => isOption(next, option)))
      throw new UsageError((t) => t.usage.noValue(valued.long, command))
  }
}
