import type { Plugin } from 'rolldown'

const empty = 'module.exports = {}'

const noPrompt = 'export default undefined'

/** Of inquirer's kinds of questions, only `select` is asked. */
const prompts = ['confirm', 'editor', 'expand', 'input', 'number', 'password', 'rawlist', 'search'] as const

/** Modules that we never use: the packages that import them, and what they import instead. */
const unused: Record<string, readonly [importers: readonly string[], replacement: string]> = {
  'source-map': [['handlebars'], empty], // for templates compiled to files; handlebars works without it
  ...Object.fromEntries(prompts.map((name) => [`@inquirer/${name}`, [['@inquirer/prompts'], noPrompt]])),
  '@inquirer/checkbox': [['@inquirer/prompts'], `export { Separator } from '@inquirer/core'\n${noPrompt}`],
  'node:child_process': [['commander'], empty], // for subcommands that are separate executables
  'graceful-fs': [['fs-extra', 'jsonfile'], "module.exports = require('node:fs')"], // for thousands of open files
}

export const withoutUnused: Plugin = {
  name: 'without-unused',
  resolveId(source, importer) {
    const [importers = []] = unused[source] ?? []
    return importers.some((name) => importer?.includes(`/node_modules/${name}/`))
      ? `\0replacement for ${source}`
      : undefined
  },
  load(id) {
    return unused[id.replace('\0replacement for ', '')]?.[1]
  },
}
