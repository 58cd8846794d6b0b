import { defaultCi } from '../choices/ci.ts'
import { commandNames } from '../choices/command-names.ts'
import type { Options } from '../command-line/options.ts'
import { type Destination, onWindows } from '../destination/destination.ts'
import { quote, quotePath } from '../text/shell-quote.ts'

export type Made = { readonly destination: Destination; readonly name: string; readonly version: string }

/** The command that makes the same files again, with the same version of this tool, in a shell of the same kind. */
export function recreateCommand(options: Options, { destination, name, version }: Made): string {
  const { framework, template, packageManager, ci, language, targetDir } = options
  const windows = onWindows(destination)
  return [
    packageManager.create(version),
    quote(asArgument(destination.folder), windows),
    template === undefined ? `--framework ${framework.name}` : `--template ${quotePath(template, windows)}`,
    ...(name === destination.folder ? [] : [`--name ${name}`]),
    ...(targetDir === undefined ? [] : [`--target-dir ${quotePath(targetDir, windows)}`]),
    ...(ci === defaultCi ? [] : [`--ci ${ci}`]),
    `--lang ${language}`,
  ].join(' ')
}

/** What gives that folder: some names would be an option, a command or the home, or be refused for the spaces around. */
function asArgument(folder: string): string {
  const taken = /^($|[-~\s])/.test(folder) || (commandNames as readonly string[]).includes(folder)
  return `${taken ? './' : ''}${folder}${/\s$/.test(folder) ? '/' : ''}`
}
