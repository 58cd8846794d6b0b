import { builtinModules } from 'node:module'
import { posix } from 'node:path'
import { compileFunction } from 'node:vm'
import { checkAddon } from './check-addon.mjs'

/** @typedef {import('./tar.mjs').Entry} Entry */
/** @typedef {import('./check-addon.mjs').Refusal} Refusal */

/**
 * Syntax that came after Node.js 16. What is no syntax at all, or none of CommonJS, the Node that runs here refuses.
 * @type {[RegExp, string][]}
 */
const tooNew = [
  [
    /(?<=^|[=(,:;!&|?{}[+]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*]|[^/\\\n[])+\/[a-z]*v[a-z]*/,
    'the flag v of a RegExp',
  ],
  [/\(\?(?=[ims-])[ims]*(?:-[ims]+)?:/, 'flags within a RegExp'],
  [/\busing\s+[\w$]+\s*=/, 'using'],
]

/**
 * All that would keep a bundle from running on the host.
 * @param {Entry[]} entries what is to be uploaded
 * @param {Record<string, any>} packageJson the project's own, from which the uploaded one is made
 * @param {string} glibc the host's
 * @returns {Refusal[]}
 */
export function check(entries, packageJson, glibc) {
  const { content: addon } = entries.find(({ path }) => path === 'app.node')
  const scripts = entries.filter(({ path, content }) => content && !path.includes('/') && /\.c?js$/.test(path))
  return [
    ...checkAddon(addon, glibc),
    ...scripts.flatMap((script) => [...checkSyntax(script), ...checkRequires(script, entries)]),
    ...checkPackage(packageJson),
    ...entries.filter(({ path }) => path.split('/').includes('node_modules')).map(inTheWay),
  ]
}

/** @param {Entry} script */
function checkSyntax({ path, content }) {
  const source = Buffer.from(content).toString()
  const mend = 'write it as Node.js 16 reads it: require() and module.exports, and no newer syntax'
  try {
    compileFunction(source, ['exports', 'require', 'module', '__filename', '__dirname'], { filename: path })
  } catch (error) {
    const [place] = String(error.stack).split('\n')
    return [{ problem: `${place}: ${error.message}: the host loads ${path} with require(), as CommonJS`, mend }]
  }
  const code = source.replace(/^\s*(\/\/.*|\/\*[\s\S]*?\*\/)/gm, '')
  const [, name] = tooNew.find(([pattern]) => pattern.test(code)) ?? []
  return name
    ? [{ problem: `${path} uses newer syntax than Node.js 16 reads (${name}): it may not start on the host`, mend }]
    : []
}

/**
 * @param {Entry} script
 * @param {Entry[]} entries
 */
function checkRequires({ path, content }, entries) {
  const wanted = [
    ...Buffer.from(content)
      .toString()
      .matchAll(/\brequire\(\s*(['"`])([^'"`]+)\1\s*\)/g),
  ].map(([, , name]) => name)
  const there = new Set(entries.map((entry) => entry.path))
  return wanted.flatMap((name) => {
    const fails = `${path} requires ${name}: it does not start on the host`
    if (name.startsWith('.')) {
      const file = posix.join(posix.dirname(path), name)
      const found = ['', '.js', '.json', '.node', '/index.js'].some((ending) => there.has(file + ending))
      const mend = `add ${file} to what the bundle holds, at the beginning of scripts/bundle.mjs`
      return found ? [] : [{ problem: `${fails}, since the bundle does not hold that file`, mend }]
    }
    const builtin = builtinModules.includes(name.replace(/^node:/, '').split('/')[0])
    return builtin
      ? []
      : [{ problem: `${fails}, since the bundle has no node_modules`, mend: 'do it in Rust, or with what Node has' }]
  })
}

/** @param {Record<string, any>} packageJson */
function checkPackage({ type, dependencies = {}, optionalDependencies = {} }) {
  const names = Object.keys({ ...dependencies, ...optionalDependencies })
  return [
    ...(type === 'module'
      ? [
          {
            problem: 'package.json says "type": "module": the host loads app.js with require(), which then fails',
            mend: 'take that line out',
          },
        ]
      : []),
    ...(names.length > 0
      ? [
          {
            problem: `package.json has dependencies (${names.join(', ')}): the bundle has no node_modules, so the host has none of them`,
            mend: 'move to "devDependencies" what only the scripts need, and do the rest in Rust',
          },
        ]
      : []),
  ]
}

/** @param {Entry} entry */
function inTheWay({ path }) {
  const problem = `${path} is to be uploaded: on the host, node_modules is a link of cPanel's, and the app is refused with a folder there`
  return { problem, mend: 'take it out' }
}
