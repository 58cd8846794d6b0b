import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import Handlebars from 'handlebars'
import { expect, test } from 'vitest'
import { values } from '../../harness/tool/template-values.ts'
import { bundledHandlebars } from '../../scripts/build/compiled-templates.ts'
import { compileOptions } from '../../src/template/render.ts'

const files = readdirSync('templates', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.hbs'))

/** The module as bundled, and the modules that it has loaded. */
function evaluate(): { compile: typeof Handlebars.compile; loaded: string[] } {
  const require = createRequire(import.meta.url)
  const loaded: string[] = []
  const exports = {} as { compile: typeof Handlebars.compile }
  new Function('require', 'exports', bundledHandlebars())((id: string) => {
    loaded.push(id)
    return require(id)
  }, exports)
  return { compile: exports.compile, loaded }
}

test.each(files)('%s renders as with Handlebars, without loading it', (file) => {
  const { compile, loaded } = evaluate()
  const text = readFileSync(join('templates', file), 'utf8')
  expect(compile(text, compileOptions)(values)).toBe(Handlebars.compile(text, compileOptions)(values))
  expect(() => compile(text, compileOptions)({})).toThrow(/not defined/)
  expect(loaded).toEqual([])
})

test('an unknown template is compiled on the fly', () => {
  const { compile, loaded } = evaluate()
  const text = readFileSync('templates/frameworks/axum/Cargo.toml.hbs', 'utf8').replace('axum', '{{framework.title}}')
  expect(compile(text, compileOptions)(values)).toBe(Handlebars.compile(text, compileOptions)(values))
  expect(loaded).toHaveLength(1)
})
