import type { Plugin } from 'rolldown'

const nothing = 'module.exports = {}'

/** Parts of packages that we never use: which packages import them, and what they get instead. */
const needless: Record<string, readonly [inside: readonly string[], instead: string]> = {
  'source-map': [['handlebars'], nothing], // for templates that are compiled to files; handlebars does without
  '@inquirer/external-editor': [['@inquirer/editor'], 'export const editAsync = undefined'], // answers from an editor
  'node:child_process': [['commander'], nothing], // for commands that are programs of their own
  'graceful-fs': [['fs-extra', 'jsonfile'], "module.exports = require('node:fs')"], // for thousands of open files
}

export const withoutNeedless: Plugin = {
  name: 'without-needless',
  resolveId(source, importer) {
    const [insides = []] = needless[source] ?? []
    return insides.some((inside) => importer?.includes(`/node_modules/${inside}/`))
      ? `\0instead of ${source}`
      : undefined
  },
  load(id) {
    return needless[id.replace('\0instead of ', '')]?.[1]
  },
}
