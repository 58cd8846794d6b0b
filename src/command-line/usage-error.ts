import type { Command, CommanderError } from 'commander'
import { UsageError } from '../errors/errors.ts'
import { closestMatch } from '../text/did-you-mean.ts'
import { longFlag } from './command-option.ts'
import { optionTable } from './options.ts'

/** What any program has, besides our table. */
export const ownFlags = { version: '-V, --version', help: '-h, --help' } as const

/** commander's error in our own words, which it has in English alone. */
export function usageError(error: CommanderError, program: Command): UsageError {
  const quoted = /'(.*?)'/.exec(error.message)?.[1] ?? ''
  const because = { cause: error }
  const doctor = program.commands.find((command) => command.name() === program.args[0])
  const command = [program.name(), doctor?.name()].filter(Boolean).join(' ')
  switch (error.code) {
    case 'commander.unknownOption': {
      const [flag = ''] = quoted.split('=')
      const meant = closestMatch(flag, flagsBut(flag, doctor !== undefined))
      return new UsageError((t) => t.usage.unknownOption(flag, meant, command), because)
    }
    case 'commander.optionMissingArgument':
      return new UsageError((t) => t.usage.noValue(longFlag(quoted), command), because)
    case 'commander.excessArguments': {
      const surplus = doctor?.args ?? program.args.slice(1)
      return new UsageError((t) => t.usage.tooManyArguments(surplus, command), because)
    }
    default:
      return new UsageError((t) => t.usage.other(error.message.replace(/^error: /, ''), command), because)
  }
}

/** What may have been meant: never the same, which is an option of the other command then, nor its contrary. */
function flagsBut(typed: string, ofDoctor: boolean): string[] {
  const flags = optionTable.flatMap(({ flag, doctor }) => (doctor || !ofDoctor ? flag : []))
  const words = [...flags, ...Object.values(ownFlags)].flatMap((flag) => flag.match(/(?<=^|, )--?[a-zA-Z-]+/g) ?? [])
  return words.filter((word) => word !== typed && word !== typed.replace('--', '--no-'))
}
