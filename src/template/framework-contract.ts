import type { Localized } from '../text/localized.ts'
import { placeholder } from './cargo-lock.ts'
import { type TemplateFile, textOf } from './template-file.ts'

/** The files that every framework folder must contain; see CONTRIBUTING.md. */
const required = [
  'framework.json',
  'Cargo.toml.hbs',
  'Cargo.lock',
  'host/Cargo.toml.hbs',
  'host/src/framework.rs',
  'src/app.rs',
  'src/error.rs',
  'src/routes.rs',
]

/** Everything that is wrong with a framework folder; empty if it is valid. */
export function contractViolations(files: readonly TemplateFile[]): Localized[] {
  const paths = files.map(({ path }) => path)
  const server = ownServer(files) ? ['host/src/server.rs', 'host/src/middleware.rs'] : []
  const missing = [...required, ...server].filter((path) => !paths.includes(path))
  return [
    ...missing.map(
      (path): Localized =>
        (t) =>
          t.template.missingFile(path),
    ),
    ...files.flatMap((file) => checks[file.path]?.(textOf(file)) ?? []),
  ]
}

/** Whether the framework brings a server of its own instead of building on one of ours. */
function ownServer(files: readonly TemplateFile[]): boolean {
  const file = files.find(({ path }) => path === 'framework.json')
  return file === undefined || parse(textOf(file))?.server === undefined
}

const checks: Readonly<Record<string, (text: string) => Localized[]>> = {
  'framework.json': (text) => {
    const framework = parse(text)
    if (!framework) return [(t) => t.template.notJson('framework.json')]
    const missing = ['title', 'docs', 'answers', 'rust'].filter(
      (key) => typeof framework[key] !== 'string' || framework[key] === '',
    )
    return missing.map((key) => (t) => t.template.missingKey('framework.json', key))
  },
  'Cargo.toml.hbs': (text) => [
    ...expectIn('Cargo.toml.hbs', text, /^name = "\{\{crateName\}\}"/m, 'name = "{{crateName}}"'),
    ...expectIn('Cargo.toml.hbs', text, /^members = \[.*"host\/addon".*\]/m, 'members = ["host", "host/addon"]'),
    ...expectIn('Cargo.toml.hbs', text, /^\[profile\.bundle\]/m, '[profile.bundle]'),
  ],
  'host/Cargo.toml.hbs': (text) =>
    expectIn('host/Cargo.toml.hbs', text, /^name = "\{\{crateName\}\}-host"/m, 'name = "{{crateName}}-host"'),
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
