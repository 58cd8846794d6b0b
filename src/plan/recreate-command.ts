import { defaultCi } from '../choices/ci.ts'
import { commandNames } from '../choices/command-names.ts'
import { findPackageManager } from '../choices/package-manager.ts'
import { type Destination, onWindows } from '../destination/destination.ts'
import { quote, quotePath } from '../text/shell-quote.ts'
import type { Stamp } from './stamp.ts'

/** The command that recreates the same files with the same version of this tool, quoted for the destination's shell. */
export function recreateCommand({ version, answers }: Stamp, destination: Destination): string {
  const { name, framework, template, packageManager, ci, language, targetDir } = answers
  const windows = onWindows(destination)
  return [
    findPackageManager(packageManager)?.create(version) ?? '',
    quote(asArgument(destination.folder), windows),
    template === undefined ? `--framework ${framework}` : `--template ${quotePath(template, windows)}`,
    ...(name === destination.folder ? [] : [`--name ${name}`]),
    ...(targetDir === undefined ? [] : [`--target-dir ${quotePath(targetDir, windows)}`]),
    ...(ci === defaultCi ? [] : [`--ci ${ci}`]),
    `--lang ${language}`,
  ].join(' ')
}

/** The folder as an argument: some names would be read as an option, a command or the home, or rejected for their spaces. */
function asArgument(folder: string): string {
  const ambiguous = /^($|[-~\s])/.test(folder) || (commandNames as readonly string[]).includes(folder)
  return `${ambiguous ? './' : ''}${folder}${/\s$/.test(folder) ? '/' : ''}`
}
