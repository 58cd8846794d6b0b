import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import Handlebars from 'handlebars'
import type { Plugin } from 'rolldown'

const { resolve } = createRequire(import.meta.url)
const virtualModule = '\0handlebars with our templates'

/**
 * Replaces Handlebars by a module that renders our templates without its compiler: compiling them at each run takes longer
 * than reading and writing all files. They have nothing but values (`{{x.y}}`), which a search and replace fills in. Custom
 * templates are compiled on the fly.
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

/** The source of a CommonJS module with a `compile` like that of Handlebars. */
export function bundledHandlebars(): string {
  const keys = ourTemplates().map((text) => {
    if (!hasOnlyValues(text)) throw new Error(`a template has more than values: ${text.slice(0, 200)}`)
    return keyOf(text)
  })
  return `
    const ours = new Set(${JSON.stringify(keys)})
    ${keyOf}
    ${fillIn}
    exports.compile = (text, options) =>
      ours.has(keyOf(text))
        ? (values) => fillIn(text, values)
        : require(${JSON.stringify(resolve('handlebars'))}).compile(text, options)`
}

/** Whether Handlebars sees nothing in a template but text and values. */
function hasOnlyValues(text: string): boolean {
  const isValue = (node: hbs.AST.Statement) =>
    node.type === 'MustacheStatement' && /^{{[\w.]+}}$/.test(sourceOf(text, node))
  return Handlebars.parseWithoutProcessing(text).body.every((node) => node.type === 'ContentStatement' || isValue(node))
}

/** The part of a text that a statement was parsed from, if it is on one line. */
function sourceOf(text: string, { loc: { start, end } }: hbs.AST.Statement): string {
  return start.line === end.line ? (text.split('\n')[start.line - 1]?.slice(start.column, end.column) ?? '') : ''
}

function fillIn(text: string, values: unknown): string {
  return text.replace(/{{([\w.]+)}}/g, (_, path: string) => {
    let value = values
    for (const name of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[name]
    if (value === undefined) throw new Error(`"${path}" not defined`)
    return String(value)
  })
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
