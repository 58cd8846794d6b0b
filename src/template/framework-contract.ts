import type { Localized } from '../text/localized.ts'
import { placeholder } from './cargo-lock.ts'
import type { TemplateFile } from './template-file.ts'

/** The files that every framework folder must contain; see CONTRIBUTING.md. */
const required = ['framework.json', 'Cargo.toml.hbs', 'Cargo.lock', 'src/app.rs', 'src/server.rs']

/** Everything that is wrong with a framework folder; empty if it is valid. */
export function contractViolations(files: readonly TemplateFile[]): Localized[] {
  const paths = files.map(({ path }) => path)
  const missing = required.filter((path) => !paths.includes(path))
  return [
    ...missing.map(
      (path): Localized =>
        (t) =>
          t.template.missingFile(path),
    ),
    ...files.flatMap((file) => checks[file.path]?.(new TextDecoder().decode(file.content)) ?? []),
  ]
}

const checks: Readonly<Record<string, (text: string) => Localized[]>> = {
  'framework.json': (text) => {
    const framework = parse(text)
    if (!framework) return [(t) => t.template.notJson('framework.json')]
    const missing = ['title', 'docs'].filter((key) => typeof framework[key] !== 'string' || framework[key] === '')
    return missing.map((key) => (t) => t.template.missingKey('framework.json', key))
  },
  'Cargo.toml.hbs': (text) => [
    ...expectIn('Cargo.toml.hbs', text, /^name = "\{\{crateName\}\}"/m, 'name = "{{crateName}}"'),
    ...expectIn('Cargo.toml.hbs', text, /^crate-type = \[.*"cdylib".*\]/m, 'crate-type = ["cdylib"]'),
    ...expectIn('Cargo.toml.hbs', text, /^napi\b/m, 'napi'),
    ...expectIn('Cargo.toml.hbs', text, /^\[profile\.bundle\]/m, '[profile.bundle]'),
  ],
  'Cargo.lock': (text) => {
    const name = `name = "${placeholder}"`
    return expectIn('Cargo.lock', text.replaceAll('\r', ''), new RegExp(`^${name}$`, 'm'), name)
  },
}

function expectIn(file: string, text: string, pattern: RegExp, expected: string): Localized[] {
  return pattern.test(text) ? [] : [(t) => t.template.missingText(file, expected)]
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return value !== null && typeof value === 'object' ? { ...value } : undefined
  } catch {
    return undefined
  }
}
