import type { Options } from './options.ts'
import { quote, quotePath } from './quote.ts'

/** The command that makes the same files again, with the same version of this tool. */
export function commandAgain(options: Options, folder: string, version: string): string {
  const { framework, template, name, packageManager, language } = options
  return [
    packageManager.create(version),
    quotePath(folder, false), // no folder of Windows has a backslash in its name
    template === undefined ? `--framework ${framework.name}` : `--template ${quotePath(template)}`,
    ...(name === undefined ? [] : [`--name ${quote(name)}`]),
    `--lang ${language}`,
  ].join(' ')
}
