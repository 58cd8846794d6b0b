import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import Handlebars from 'handlebars'
import type { Plugin } from 'rolldown'
import { compileOptions } from '../../src/template/render.ts'

const { resolve } = createRequire(import.meta.url)
const virtualModule = '\0handlebars with our templates'

/**
 * Replaces Handlebars by a module with our templates precompiled: compiling them at each run takes longer than reading and
 * writing all files. Custom templates are compiled on the fly.
 */
export const compiledTemplates: Plugin = {
  name: 'compiled-templates',
  resolveId: (source, importer) =>
    source === 'handlebars' && importer?.endsWith('template/render.ts') ? virtualModule : undefined,
  load: (id) => (id === virtualModule ? bundledHandlebars() : undefined),
}

function ourTemplates(): string[] {
  const files = readdirSync('templates', { recursive: true, encoding: 'utf8' }).sort() // for a reproducible build
  return files.filter((file) => file.endsWith('.hbs')).map((file) => readFileSync(join('templates', file), 'utf8'))
}

/** The source of a CommonJS module with a `compile` like that of Handlebars, and our templates precompiled. */
export function bundledHandlebars(): string {
  const entries = ourTemplates().map(
    (text) => `[${JSON.stringify(keyOf(text))}, ${Handlebars.precompile(text, compileOptions)}]`,
  )
  return `
    const runtime = require(${JSON.stringify(resolve('handlebars/runtime'))})
    const compiled = new Map([${entries}])
    ${keyOf}
    exports.compile = (text, options) => {
      const known = compiled.get(keyOf(text))
      return known ? runtime.template(known) : require(${JSON.stringify(resolve('handlebars'))}).compile(text, options)
    }`
}

/** Identifies a text by two hashes (FNV-1a and Java's String.hashCode) and its length. */
function keyOf(text: string): string {
  let one = 0x811c9dc5
  let other = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    one = Math.imul(one ^ code, 0x01000193)
    other = (Math.imul(other, 31) + code) | 0
  }
  return `${one} ${other} ${text.length}`
}
