import { builtinModules } from 'node:module'
import { posix } from 'node:path'
import { compileFunction } from 'node:vm'
import type { Messages } from '../../messages/en.ts'
import type { ErrorText } from '../../text/localized.ts'
import { type Entry, type FileEntry, isFile } from './entry.ts'

/**
 * Syntax that came after Node.js 16. What is no syntax at all, or none of CommonJS, the Node that runs here rejects.
 */
const tooNew: readonly (readonly [pattern: RegExp, syntax: keyof Messages['bundle']['files']['syntax']])[] = [
  [/(?<=^|[=(,:;!&|?{}[+]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*]|[^/\\\n[])+\/[a-z]*v[a-z]*/, 'unicodeSets'],
  [/\(\?(?=[ims-])[ims]*(?:-[ims]+)?:/, 'modifiers'],
  [/\busing\s+[\w$]+\s*=/, 'using'],
]

/** What would keep the host's Node from loading the scripts beside the start file, and that itself. */
export function checkScripts(entries: readonly Entry[]): ErrorText[] {
  const scripts = entries.filter(isFile).filter(({ path }) => !path.includes('/') && /\.c?js$/.test(path))
  return scripts.flatMap((script) => [...checkSyntax(script), ...checkRequires(script, entries)])
}

function checkSyntax({ path, content }: FileEntry): ErrorText[] {
  const source = sourceOf(content)
  try {
    compileFunction(source, ['exports', 'require', 'module', '__filename', '__dirname'], { filename: path })
  } catch (error) {
    const { stack = '', message } = error instanceof Error ? error : new Error(String(error))
    const [place = path] = stack.split('\n')
    return [(t) => ({ message: t.bundle.files.noCommonJs(`${place}: ${message}`, path), hint: t.bundle.files.node16 })]
  }
  const code = source.replace(/^\s*(\/\/.*|\/\*[\s\S]*?\*\/)/gm, '')
  const [, syntax] = tooNew.find(([pattern]) => pattern.test(code)) ?? []
  if (!syntax) return []
  return [
    ({ bundle: { files } }) => ({
      message: files.newerSyntax(path, files.syntax[syntax]),
      hint: files.node16,
    }),
  ]
}

function checkRequires({ path, content }: FileEntry, entries: readonly Entry[]): ErrorText[] {
  const required = [...sourceOf(content).matchAll(/\brequire\(\s*(['"`])([^'"`]+)\1\s*\)/g)]
  const held = new Set(entries.map((entry) => entry.path))
  return required.flatMap(([, , name = '']): ErrorText[] => {
    if (name.startsWith('.')) {
      const file = posix.join(posix.dirname(path), name)
      const isHeld = ['', '.js', '.json', '.node', '/index.js'].some((ending) => held.has(file + ending))
      return isHeld ? [] : [(t) => t.bundle.files.noFile(path, name, file)]
    }
    const [module = ''] = name.replace(/^node:/, '').split('/')
    return builtinModules.includes(module) ? [] : [(t) => t.bundle.files.noModule(path, name)]
  })
}

function sourceOf(content: Uint8Array): string {
  return new TextDecoder().decode(content)
}
