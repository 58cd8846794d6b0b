import { Command, CommanderError } from 'commander'
import { UsageError } from '../core/errors.ts'
import { type Flags, optionTable } from '../core/options.ts'

export type Tool = { readonly version: string; readonly frameworks: readonly string[] }

/** argv → flags, or undefined when help or the version was wanted, and has been shown. */
export function readFlags(argv: readonly string[], tool: Tool): Flags | undefined {
  const command = commandLine(tool)
  try {
    command.parse(argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return undefined
    throw usageError(error)
  }
  const { yes = false, ...flags } = command.opts()
  return { ...flags, yes, directory: command.args[0] } as Flags
}

function commandLine({ version, frameworks }: Tool): Command {
  const command = new Command('create-o2switch-rust')
    .description('Start a Rust web API that Phusion Passenger serves on shared hosting.')
    .version(version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ outputError: () => {} }) // main prints errors, all in the same way
  for (const { name, flag, help } of optionTable) {
    if (flag.startsWith('[')) command.argument(flag, help)
    else command.option(flag, name === 'framework' ? `${help}: ${frameworks.join(', ')}` : help)
  }
  return command.addHelpText('after', examples(frameworks))
}

function examples(frameworks: readonly string[]): string {
  return `
Examples:
  create-o2switch-rust                             asks for the folder and the framework
  create-o2switch-rust my-api -f ${(frameworks[0] ?? '').padEnd(18)}asks nothing`
}

/** commander's message without its "error: ", its suggestion as our hint. */
function usageError(error: CommanderError): UsageError {
  const [message = '', suggestion = ''] = error.message.replace(/^error: /, '').split('\n')
  return new UsageError(
    `${message.charAt(0).toUpperCase()}${message.slice(1)}${message.endsWith('.') ? '' : '.'}`,
    `${suggestion ? `${suggestion.replace(/^\((.*)\)$/, '$1')} ` : ''}All options: create-o2switch-rust --help. Nothing was written.`,
    { cause: error },
  )
}
