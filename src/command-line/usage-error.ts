import type { Command, CommanderError } from 'commander'
import { UsageError } from '../errors/errors.ts'
import { closestMatch } from '../text/did-you-mean.ts'
import { longFlag } from './command-option.ts'

/** Options that every program has. */
export const ownFlags = { version: '-V, --version', help: '-h, --help' } as const

/** commander's error in our words: its own are English only. */
export function usageError(error: CommanderError, program: Command): UsageError {
  const quoted = /'(.*?)'/.exec(error.message)?.[1] ?? ''
  const options = { cause: error }
  const subcommand = program.commands.find((command) => command.name() === program.args[0])
  const command = [program.name(), subcommand?.name()].filter(Boolean).join(' ')
  switch (error.code) {
    case 'commander.unknownOption': {
      const [flag = ''] = quoted.split('=')
      const meant = closestMatch(flag, otherFlags(subcommand ?? program, flag))
      return new UsageError((t) => t.usage.unknownOption(flag, meant, command), options)
    }
    case 'commander.optionMissingArgument':
      return new UsageError((t) => t.usage.noValue(longFlag(quoted), command), options)
    case 'commander.unknownCommand': {
      const names = program.commands.map((one) => one.name())
      return new UsageError((t) => t.usage.unknownCommand(quoted, closestMatch(quoted, names), names), options)
    }
    case 'commander.help': {
      const names = program.commands.map((one) => one.name())
      return new UsageError((t) => t.usage.noCommand(names), options)
    }
    case 'commander.excessArguments': {
      const surplus = subcommand?.args ?? program.args.slice(1)
      return new UsageError((t) => t.usage.tooManyArguments(surplus, command), options)
    }
    default:
      return new UsageError((t) => t.usage.other(error.message.replace(/^error: /, ''), command), options)
  }
}

/** The flags that may have been meant: not the typed one itself (it belongs to another command), nor its negation. */
function otherFlags(command: Command, typed: string): string[] {
  const flags = [...command.options.map(({ flags }) => flags), ...Object.values(ownFlags)]
  const words = flags.flatMap((flag) => flag.match(/(?<=^|, )--?[a-zA-Z-]+/g) ?? [])
  return words.filter((word) => word !== typed && word !== typed.replace('--', '--no-'))
}
