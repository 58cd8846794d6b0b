import { Command, CommanderError } from 'commander'
import type { Messages } from '../messages/en.ts'
import { ownFlags, usageError } from './usage-error.ts'

export type ProgramText = { readonly name: string; readonly about: string; readonly version: string }

/** A commander program with everything that both of our programs have in common. */
export function newProgram({ name, about, version }: ProgramText, t: Messages): Command {
  return new Command(name)
    .description(about)
    .version(version, ownFlags.version, t.commandLine.version)
    .helpOption(ownFlags.help, t.commandLine.help)
    .helpCommand(false)
    .enablePositionalOptions()
    .allowExcessArguments(false)
    .exitOverride()
    .configureHelp({ styleTitle: (title) => headings(t)[title] ?? title })
}

/**
 * Parses argv, which runs the program's actions. Returns the text to print if help or the version was requested; throws
 * a UsageError for arguments that the program does not accept.
 */
export function parseProgram(program: Command, argv: readonly string[]): string | undefined {
  const shown: string[] = []
  for (const command of [program, ...program.commands])
    command.configureOutput({ writeOut: (text) => shown.push(text), writeErr: () => {}, outputError: () => {} })
  try {
    program.parse(helpAsOption(argv), { from: 'user' })
    return undefined
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return shown.join('').trimEnd()
    throw usageError(error, program)
  }
}

/** `help doctor` is `doctor --help`, as in many tools. */
function helpAsOption([first, ...others]: readonly string[]): readonly string[] {
  return first === 'help' ? [...others, '--help'] : [first, ...others].filter((word) => word !== undefined)
}

/** `--name <name>` → `--name <nom>`: the flag is typed as is, only the placeholder is translated. */
export function describeFlag(flag: string, { commandLine }: Messages): string {
  const values: Readonly<Record<string, string>> = commandLine.values
  return flag.replace(/(?<=[<[])\w+/g, (value) => values[value] ?? value)
}

function headings({ commandLine: { headings } }: Messages): Readonly<Record<string, string>> {
  return {
    'Usage:': headings.Usage,
    'Arguments:': headings.Arguments,
    'Options:': headings.Options,
    'Commands:': headings.Commands,
  }
}
