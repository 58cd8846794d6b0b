import { defineConfig, type Plugin } from 'rolldown'
import license from 'rollup-plugin-license'
import { compiledTemplates } from './scripts/compiled-templates.ts'

const nothing = 'module.exports = {}'

/** What packages bring along for something that we never have them do: which of them, and what they get instead. */
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

/** A package with any other licence fails the build; deny.toml says it for the crates of the projects. */
const allow = { test: '(MIT OR ISC OR Apache-2.0)', failOnUnlicensed: true, failOnViolation: true }

/**
 * One bundle with everything in it: people who run `npx` download one package instead of a hundred. CommonJS, since Node
 * starts it faster: `--help` takes some 5 ms less than as ES modules.
 */
export default defineConfig({
  input: 'src/main.ts',
  platform: 'node',
  preserveEntrySignatures: 'allow-extension', // what all commands share is in main.cjs: one file to load for --help, not four
  output: {
    dir: 'dist',
    cleanDir: true,
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
    minify: true,
  },
  plugins: [
    withoutNeedless,
    compiledTemplates,
    license({ thirdParty: { allow, output: 'dist/THIRD-PARTY-LICENSES.txt' } }),
  ],
})
