import { rejectAmbiguousArgs } from '../command-line/ambiguous-args.ts'
import { commandOption } from '../command-line/command-option.ts'
import { describeFlag, newProgram, parseProgram } from '../command-line/program.ts'
import { ownFlags } from '../command-line/usage-error.ts'
import type { Messages } from '../messages/en.ts'
import type { Env } from '../process/environment.ts'
import { type CommandName, type CommandSpec, commandTable, type FlagsOf } from './options.ts'

/** A command with its flags. */
export type Command = { [Name in CommandName]: { readonly command: Name; readonly flags: FlagsOf[Name] } }[CommandName]

export type Parsed =
  | Command
  /** The help or the version, to be shown. */
  | { readonly text: string }

/** The options of a command by their names in the table; one that was not given is not there. */
type Values = Readonly<Record<string, string | true | undefined>>

const name = 'node scripts/o2switch.mjs'

/** argv → the command with its options, or a text to show. Throws a UsageError. */
export function parseArgs(
  argv: readonly string[],
  env: Env,
  { version, t }: { readonly version: string; readonly t: Messages },
): Parsed {
  let parsed: Parsed | undefined
  const program = newProgram({ name, about: t.toolkit.about, version }, t).usage(describeFlag('<command> [options]', t))
  for (const spec of commandTable) {
    const command = program
      .command(spec.name)
      .description(t.toolkit.commands[spec.name])
      .helpOption(ownFlags.help, t.commandLine.help)
    for (const { name, flag } of spec.options) command.option(describeFlag(flag, t), t.toolkit.options[name])
    command.option(describeFlag(languageFlag, t), t.toolkit.options.lang)
    if (spec.passesOn) command.argument(`[${t.toolkit.cargoArguments}...]`).allowUnknownOption().passThroughOptions()
    command.action(() => {
      parsed = withFlags(spec.name, command.opts(), command.args)
    })
  }
  const words = [...argv, ...consumedByNpm(argv, env)]
  const spec = commandTable.find(({ name }) => name === argv[0])
  if (spec && !spec.passesOn) rejectAmbiguousArgs(words, optionsOf(spec), `${name} ${spec.name}`)
  const text = parseProgram(program, words)
  return parsed ?? { text: text ?? '' }
}

function withFlags(command: CommandName, values: Values, rest: readonly string[]): Command {
  const file = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined)
  const isOn = (name: string) => values[name] === true
  switch (command) {
    case 'dev':
    case 'doctor':
      return { command, flags: {} }
    case 'build':
      return { command, flags: { dev: file('dev'), cargoArgs: rest } }
    case 'bundle':
      return { command, flags: { addon: file('addon') } }
    case 'rehearse':
      return { command, flags: { standIn: isOn('standIn'), node: file('node') } }
    case 'deploy':
      return {
        command,
        flags: {
          setup: isOn('setup'),
          rollback: isOn('rollback'),
          unlock: isOn('unlock'),
          close: isOn('close'),
          dryRun: isOn('dryRun'),
          skipTrial: isOn('skipTrial'),
        },
      }
  }
}

const languageFlag = '--lang <code>'

function optionsOf({ options }: CommandSpec) {
  const flags = [...options.map(({ flag }) => flag), languageFlag, ...Object.values(ownFlags)]
  return flags.flatMap((flag) => commandOption({ name: flag, flag }) ?? [])
}

/**
 * The switches that npm has kept to itself: of `npm run deploy --dry-run`, without `--` before the option, it leaves
 * `npm_config_dry_run` in the environment. Obeyed, since the run without it would be the opposite of what was asked.
 */
function consumedByNpm(argv: readonly string[], env: Env): string[] {
  const spec = commandTable.find(({ name }) => name === argv[0])
  const switches = spec?.options.filter(({ flag }) => !flag.includes('<')) ?? []
  return switches
    .map(({ flag }) => flag)
    .filter((flag) => env[`npm_config_${flag.slice(2).replaceAll('-', '_')}`] === 'true' && !argv.includes(flag))
}
