// node scripts/complete-lock.mjs [--without-libc] <package-lock.json>…
// Completes lock files after `npm install` with a registry that mirrors only some platforms: npm omits the optional
// packages that it could not find, and `npm ci` then rejects the lock file. The added entries have what the package names
// say; `npm ci` with a complete registry installs them as usual.
//
// --without-libc removes the "libc" fields, as npm 10 does at each install, so that npm 10, 11 and 12 all leave the lock
// file unchanged. Linux then gets the packages for both of its C libraries.
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']

const { values: options, positionals: files } = parseArgs({
  options: { 'without-libc': { type: 'boolean', default: false } },
  allowPositionals: true,
})
if (files.length === 0) throw new Error('complete-lock.mjs needs the path of a package-lock.json')
for (const file of files) {
  const lock = JSON.parse(readFileSync(file, 'utf8'))
  const missing = missingPackages(lock.packages)
  const packages = { ...lock.packages, ...missing }
  if (options['without-libc']) for (const entry of Object.values(packages)) delete entry.libc
  // In npm's order.
  lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en')))
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
  console.log(`${file}: ${Object.keys(missing).length} optional packages added`)
}

/**
 * @typedef {{ version?: string, optionalDependencies?: Record<string, string>, dev?: boolean, peer?: boolean, libc?: string[] }} Entry
 * @typedef {Record<string, Entry>} Packages
 */

/**
 * Entries for the optional packages that are missing, by the folder where npm would install them.
 * @param {Packages} packages
 */
function missingPackages(packages) {
  /** @type {Packages} */
  const missing = {}
  for (const [folder, { optionalDependencies = {}, dev, peer }] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(optionalDependencies)) {
      const version = range.replace(/^[~^]/, '')
      const place = placeFor({ ...packages, ...missing }, folder, name, version)
      const platform = platformOf(name)
      if (!place || !platform) continue
      const entry = { ...platform, ...(dev && { dev }), optional: true, ...(peer && { peer }) }
      const sorted = Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1))
      missing[place] = { version, ...Object.fromEntries(sorted) }
    }
  }
  return missing
}

/**
 * The folder where npm would install that version: at the top level, next to its dependent or inside it. Undefined if the
 * lock file has it already.
 * @param {Packages} packages
 * @param {string} folder
 * @param {string} name
 * @param {string} version
 */
function placeFor(packages, folder, name, version) {
  const parent = folder.slice(0, folder.lastIndexOf('node_modules/'))
  const places = [`node_modules/${name}`, `${parent}node_modules/${name}`, `${folder}/node_modules/${name}`]
  const [first] = places.filter((place) => !packages[place] || packages[place].version === version)
  return first !== undefined && packages[first] ? undefined : first
}

/**
 * `@scope/tool-linux-x64-musl` → the fields that tell npm on which platforms to install it.
 * @param {string} name
 */
function platformOf(name) {
  const words = name.replace(/^.*\//, '').split('-')
  const os = systems.filter((system) => words.includes(system))
  const cpu = processors.filter((processor) => words.includes(processor))
  if (cpu.length === 0) return undefined
  const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : words.includes('gnu') ? ['glibc'] : undefined
  return { cpu, ...(os.length > 0 ? { os } : {}), ...(libc && os.includes('linux') ? { libc } : {}) }
}
