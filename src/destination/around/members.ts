import { isGlob, matchesGlob, plain } from './glob.ts'

/** A file that says which folders below it belong to a workspace, and what it says. */
export type MemberFile = {
  readonly name: string
  /** The key with the patterns. */
  readonly key: string
  /** The lock files of its members, which must match all of them. */
  readonly locks: readonly string[]
  /** The pattern that includes one of these folders, if it is a workspace with such a member. Paths are relative to it. */
  readonly includes: (text: string, folders: readonly string[]) => string | undefined
}

export const memberFiles: readonly MemberFile[] = [
  { name: 'Cargo.toml', key: 'members', locks: [], includes: cargoIncludes },
  {
    name: 'package.json',
    key: 'workspaces',
    locks: ['package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'bun.lock', 'bun.lockb'],
    includes: (text, [folder = '']) => lastMatch(folder, listed(json(text).workspaces, 'packages')),
  },
  {
    name: 'pnpm-workspace.yaml',
    key: 'packages',
    locks: ['pnpm-lock.yaml'],
    includes: (text, [folder = '']) => lastMatch(folder, yamlList(text, 'packages')),
  },
  {
    name: 'lerna.json',
    key: 'packages',
    locks: [],
    includes: (text, [folder = '']) => lastMatch(folder, listed(json(text).packages)),
  },
  ...['deno.json', 'deno.jsonc'].map((name) => ({
    name,
    key: 'workspace',
    locks: [],
    includes: (text: string, [folder = '']: readonly string[]) =>
      lastMatch(folder, listed(json(text).workspace, 'members')),
  })),
]

/**
 * cargo's own rules (`find_members` and `is_excluded` of cargo's core/workspace.rs): a member that is named without a
 * glob cannot be excluded; what is below an excluded folder is excluded too.
 */
function cargoIncludes(toml: string, folders: readonly string[]): string | undefined {
  const [members, excluded] = ['members', 'exclude'].map((key) => tomlList(toml, key)) as [string[], string[]]
  const isExcluded = (folder: string) =>
    excluded.map(plain).some((outside) => folder === outside || folder.startsWith(`${outside}/`))
  return members.find((pattern) =>
    folders.some((folder) => matchesGlob(folder, pattern) && !(isGlob(pattern) && isExcluded(folder))),
  )
}

/** The list below this key of `[workspace]`. Not a parser: what it cannot read is not there. */
function tomlList(toml: string, key: string): string[] {
  const text = toml.replace(/"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#.*/g, (token) => (token.startsWith('#') ? '' : token))
  const table = /^[ \t]*\[\s*workspace\s*\][ \t]*\r?$(?<body>[\s\S]*?)(?=^[ \t]*\[|(?![\s\S]))/m.exec(text)?.groups
    ?.body
  const inline = /^[ \t]*workspace\s*=\s*(\{.*\})/m.exec(text)?.[1]
  const list = String.raw`\s*=\s*\[((?:"(?:\\.|[^"\\])*"|'[^']*'|[^\]"'])*)\]`
  const found =
    new RegExp(String.raw`^[ \t]*"?${key}"?${list}`, 'm').exec(table ?? '') ??
    new RegExp(String.raw`[{,]\s*"?${key}"?${list}`).exec(inline ?? '') ??
    new RegExp(String.raw`^[ \t]*workspace\s*\.\s*${key}${list}`, 'm').exec(text)
  return strings(found?.[1] ?? '')
}

/** The list at the top of a YAML document, in either of YAML's notations. */
function yamlList(yaml: string, key: string): string[] {
  const found = new RegExp(
    String.raw`^["']?${key}["']?:(.*(?:\r?\n(?:[ \t]*-.*|[ \t]+.*|[ \t]*#.*|[ \t]*\].*)?)*)`,
    'm',
  ).exec(yaml)
  const text = found?.[1] ?? ''
  if (text.trimStart().startsWith('['))
    return text.replace(/#.*$/gm, '').replace(/[[\]]/g, '').split(',').map(unquoted).filter(Boolean)
  return [...text.matchAll(/^[ \t]*-[ \t]+("[^"]*"|'[^']*'|[^#\r\n]*)/gm)].map(([, item = '']) => unquoted(item))
}

/** npm, pnpm, yarn and bun read the patterns in order; one with `!` takes out what others before it have put in. */
function lastMatch(folder: string, patterns: readonly string[]): string | undefined {
  const last = patterns.findLast((pattern) => matchesGlob(folder, pattern.replace(/^!/, '')))
  return last?.startsWith('!') ? undefined : last
}

function listed(value: unknown, key = ''): string[] {
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string')
  return typeof value === 'object' && value !== null && key ? listed(Reflect.get(value, key)) : []
}

const comments = /"(?:\\.|[^"\\])*"|\/\/.*|\/\*[\s\S]*?\*\//g
const trailingCommas = /"(?:\\.|[^"\\])*"|,(?=\s*[}\]])/g

/** Empty if it cannot be read: who owns it will notice without us. */
function json(text: string): Readonly<Record<string, unknown>> {
  try {
    const plain = text.replace(/^\ufeff/, '').replace(comments, (token) => (token.startsWith('"') ? token : ''))
    const value: unknown = JSON.parse(plain.replace(trailingCommas, (token) => (token.startsWith('"') ? token : '')))
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function strings(list: string): string[] {
  return [...list.matchAll(/"((?:\\.|[^"\\])*)"|'([^']*)'/g)].map(([, basic, literal = '']) => basic ?? literal)
}

function unquoted(item: string): string {
  return item.trim().replace(/^(["'])(.*)\1$/, '$2')
}
