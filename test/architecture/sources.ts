import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export type Source = {
  /** From the repository's root, as `src/plan/plan.ts`. */
  readonly path: string
  /** Without comments. */
  readonly code: string
  /** Files from the repository's root; packages by their names. */
  readonly imports: readonly string[]
  /** Those of them that are still there when the types are gone. */
  readonly runtimeImports: readonly string[]
}

export function readSources(...folders: readonly string[]): Source[] {
  return folders
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)))
    .filter((path) => /\.(ts|mjs)$/.test(path) && !/node_modules|\.d\.ts$|\/contenders\//.test(path))
    .sort()
    .map((path) => sourceOf(path, readFileSync(path, 'utf8')))
}

export function sourceOf(path: string, text: string): Source {
  const code = text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')
  const withoutTypes = code.replace(/\b(?:import|export) type [^'"]*?from\s*['"][^'"]*['"]/g, '')
  return { path, code, imports: importsIn(code, path), runtimeImports: importsIn(withoutTypes, path) }
}

function importsIn(code: string, path: string): string[] {
  const specifiers = [...code.matchAll(/\b(?:from|import|require)\s*\(?\s*['"`]([^'"`\n]+)['"`]/g)]
  return specifiers.map(([, specifier = '']) =>
    specifier.startsWith('.') ? join(dirname(path), specifier).replace(/\?raw$/, '') : specifier,
  )
}

/** `src/plan/plan.ts` → `src/plan`; a file of the toolkit is in the toolkit, whichever of its rooms it is in. */
export function roomOf(path: string): string {
  const [root = '', room = ''] = path.split('/')
  return root === 'src' && !room.endsWith('.ts') ? `${root}/${room}` : path
}

/** The files that a program is built from. */
export function closureOf(entry: string, sources: readonly Source[]): Source[] {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const reached = new Set<string>()
  const waiting = [entry]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue
    reached.add(path)
    waiting.push(...(byPath.get(path)?.runtimeImports.filter((name) => byPath.has(name)) ?? []))
  }
  return sources.filter(({ path }) => reached.has(path))
}
