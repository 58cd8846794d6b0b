import { defaultCi } from './ci.ts'
import { commandNames } from './commands.ts'
import type { Options } from './options.ts'
import { quote, quotePath } from './quote.ts'
import { onWindows, type Target } from './target.ts'

export type Made = { readonly target: Target; readonly name: string; readonly version: string }

/** The command that makes the same files again, with the same version of this tool, in a shell of the same kind. */
export function commandAgain(options: Options, { target, name, version }: Made): string {
  const { framework, template, packageManager, ci, language, targetDir } = options
  const windows = onWindows(target)
  return [
    packageManager.create(version),
    quote(asArgument(target.folder), windows),
    template === undefined ? `--framework ${framework.name}` : `--template ${quotePath(template, windows)}`,
    ...(name === target.folder ? [] : [`--name ${name}`]),
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
