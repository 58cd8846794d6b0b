import type { Command } from 'commander'
import { UsageError } from '../errors/errors.ts'
import type { Messages } from '../messages/en.ts'
import { rejectAmbiguousArgs } from './ambiguous-args.ts'
import { commandOption, longFlag } from './command-option.ts'
import { type Flags, optionTable } from './options.ts'
import { describeFlag, newProgram, parseProgram } from './program.ts'
import { ownFlags } from './usage-error.ts'

export type Tool = { readonly version: string; readonly frameworks: readonly string[]; readonly t: Messages }

const allOptions = [...optionTable, ...Object.entries(ownFlags).map(([name, flag]) => ({ name, flag }))].flatMap(
  (notation) => commandOption(notation) ?? [],
)

export type Parsed =
  | { readonly command: 'create' | 'doctor'; readonly flags: Flags }
  /** The help or the version, to print. */
  | { readonly text: string }

/** argv → the command and its flags, or a text to print. Throws a UsageError. */
export function parseArgs(argv: readonly string[], tool: Tool): Parsed {
  let parsed: Parsed | undefined
  const program = createProgram(tool, (chosen) => {
    parsed = chosen
  })
  rejectAmbiguousArgs(argv, allOptions, program.name())
  const text = parseProgram(program, argv)
  return parsed ?? { text: text ?? '' }
}

function createProgram({ version, frameworks, t }: Tool, choose: (parsed: Parsed) => void): Command {
  const program = newProgram({ name: 'create-o2switch-rust', about: t.help.about, version }, t)
    .usage(describeFlag('[options] [directory]', t))
    .action((directory?: string) => choose({ command: 'create', flags: flagsOf(program.opts(), directory) }))
  const doctor = program
    .command('doctor')
    .description(t.help.doctor)
    .helpOption(ownFlags.help, t.commandLine.help)
    .action(() => {
      rejectForDoctor(program)
      choose({ command: 'doctor', flags: flagsOf(doctor.optsWithGlobals()) })
    })
  for (const { name, flag, doctor: ofDoctor } of optionTable) {
    const shown = describeFlag(flag, t)
    const choices = name === 'framework' ? `${t.steps.colon}${frameworks.join(', ')}` : ''
    const help = `${t.options[name]}${choices}`
    if (flag.startsWith('[')) program.argument(shown, help)
    else program.option(shown, help)
    if (ofDoctor) doctor.option(shown, help)
  }
  return program.addHelpText('after', examples(frameworks, t))
}

/** Adds the options that were not given, which commander leaves out. */
function flagsOf(options: Partial<Flags>, directory?: string): Flags {
  const unset = { yes: false, overwrite: false, dryRun: false, json: false, verbose: false }
  return { ...unset, install: true, build: true, git: true, ...options, directory }
}

function examples(frameworks: readonly string[], { help }: Messages): string {
  return `
${help.examples}
  create-o2switch-rust                   ${help.asks}
  create-o2switch-rust my-api -f ${(frameworks[0] ?? '').padEnd(6)}  ${help.asksNothing}`
}

/** commander would accept an option of `create` before the word `doctor`, where it has no effect. */
function rejectForDoctor(program: Command): void {
  const ineffective = optionTable.find(
    ({ name, doctor }) => !doctor && program.getOptionValueSource(name) === 'cli' && name !== 'directory',
  )
  if (ineffective)
    throw new UsageError((t) =>
      t.usage.unknownOption(longFlag(ineffective.flag), undefined, `${program.name()} doctor`),
    )
}
