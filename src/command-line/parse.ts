import { Command, CommanderError } from 'commander'
import { UsageError } from '../errors/errors.ts'
import type { Messages } from '../messages/en.ts'
import { rejectAmbiguousArgs } from './ambiguous-args.ts'
import { commandOption, longFlag } from './command-option.ts'
import { type Flags, optionTable } from './options.ts'
import { ownFlags, usageError } from './usage-error.ts'

export type Tool = { readonly version: string; readonly frameworks: readonly string[]; readonly t: Messages }

const allOptions = [...optionTable, ...Object.entries(ownFlags).map(([name, flag]) => ({ name, flag }))].flatMap(
  (notation) => commandOption(notation) ?? [],
)

export type Wanted = { readonly command: 'create' | 'doctor'; readonly flags: Flags }

/** argv → what is wanted, or undefined when it was help or the version, which has been shown. */
export function readFlags(argv: readonly string[], tool: Tool): Wanted | undefined {
  let wanted: Wanted | undefined
  const program = commandLine(tool, (chosen) => {
    wanted = chosen
  })
  try {
    rejectAmbiguousArgs(argv, allOptions, program.name())
    program.parse(helpAsOption(argv), { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return undefined
    throw usageError(error, program)
  }
  return wanted
}

/** `help doctor`, as many tools have it, is `doctor --help`. */
function helpAsOption([first, ...others]: readonly string[]): readonly string[] {
  return first === 'help' ? [...others, '--help'] : [first, ...others].filter((word) => word !== undefined)
}

function commandLine({ version, frameworks, t }: Tool, choose: (wanted: Wanted) => void): Command {
  const program = new Command('create-o2switch-rust')
    .description(t.help.about)
    .usage(inWords('[options] [directory]', t))
    .version(version, ownFlags.version, t.help.version)
    .helpOption(ownFlags.help, t.help.help)
    .helpCommand(false)
    .enablePositionalOptions()
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ outputError: () => {} }) // main prints errors, all in the same way
    .configureHelp({ styleTitle: (title) => headings(t)[title] ?? title })
    .action((directory?: string) => choose({ command: 'create', flags: flagsOf(program.opts(), directory) }))
  const doctor = program
    .command('doctor')
    .description(t.help.doctor)
    .helpOption(ownFlags.help, t.help.help)
    .action(() => {
      refuseForDoctor(program)
      choose({ command: 'doctor', flags: flagsOf(doctor.optsWithGlobals()) })
    })
  for (const { name, flag, doctor: ofDoctor } of optionTable) {
    const words = inWords(flag, t)
    const choices = name === 'framework' ? `${t.steps.colon}${frameworks.join(', ')}` : ''
    const help = `${t.options[name]}${choices}`
    if (flag.startsWith('[')) program.argument(words, help)
    else program.option(words, help)
    if (ofDoctor) doctor.option(words, help)
  }
  return program.addHelpText('after', examples(frameworks, t))
}

/** commander leaves out what was not given; a `--no-…` is true then. */
function flagsOf(options: Partial<Flags>, directory?: string): Flags {
  const absent = { yes: false, overwrite: false, dryRun: false, json: false, verbose: false }
  return { ...absent, install: true, build: true, git: true, ...options, directory }
}

/** `--name <name>` → `--name <nom>`: the flag is typed as it stands, the value is only described. */
function inWords(flag: string, { help }: Messages): string {
  const values: Record<string, string> = help.values
  return flag.replace(/(?<=[<[])\w+/g, (value) => values[value] ?? value)
}

function headings({ help: { headings } }: Messages): Record<string, string> {
  return {
    'Usage:': headings.Usage,
    'Arguments:': headings.Arguments,
    'Options:': headings.Options,
    'Commands:': headings.Commands,
  }
}

function examples(frameworks: readonly string[], { help }: Messages): string {
  return `
${help.examples}
  create-o2switch-rust                   ${help.asks}
  create-o2switch-rust my-api -f ${(frameworks[0] ?? '').padEnd(6)}  ${help.asksNothing}`
}

/** What is no option of `doctor` is one of `create`, and would be taken without effect before that word. */
function refuseForDoctor(program: Command): void {
  const mute = optionTable.find(
    ({ name, doctor }) => !doctor && program.getOptionValueSource(name) === 'cli' && name !== 'directory',
  )
  if (mute)
    throw new UsageError((t) => t.usage.unknownOption(longFlag(mute.flag), undefined, `${program.name()} doctor`))
}
