import { placeholder } from './cargo-lock.ts'
import type { Phrase } from '../text/localized.ts'
import type { TemplateFile } from '../plan/plan.ts'

/** What every framework folder holds: see CONTRIBUTING.md. */
const required = ['framework.json', 'Cargo.toml.hbs', 'Cargo.lock', 'src/app.rs', 'src/server.rs']

/** All that keeps a folder from being a framework's; empty if it is one. `paths` are those of its files. */
export function whyNoFramework(files: readonly TemplateFile[]): Phrase[] {
  const paths = files.map(({ path }) => path)
  const missing = required.filter((path) => !paths.includes(path))
  return [
    ...missing.map(
      (path): Phrase =>
        (say) =>
          say.template.lacks(path),
    ),
    ...files.flatMap((file) => checks[file.path]?.(new TextDecoder().decode(file.content)) ?? []),
  ]
}

const checks: Readonly<Record<string, (text: string) => Phrase[]>> = {
  'framework.json': (text) => {
    const about = parse(text)
    if (!about) return [(say) => say.template.noJson('framework.json')]
    const lacking = ['title', 'docs'].filter((key) => typeof about[key] !== 'string' || about[key] === '')
    return lacking.map((key) => (say) => say.template.noText('framework.json', key))
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

function expectIn(file: string, text: string, pattern: RegExp, words: string): Phrase[] {
  return pattern.test(text) ? [] : [(say) => say.template.lacksIn(file, words)]
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return value !== null && typeof value === 'object' ? { ...value } : undefined
  } catch {
    return undefined
  }
}
