// Completes package-lock.json after `npm install` on a registry that mirrors only some platforms: npm leaves out the
// optional packages that it could not find, and `npm ci` then refuses the whole lock. The entries added here hold
// what the names of such packages tell; an `npm ci` where they are served installs them as usual.
import { readFileSync, writeFileSync } from 'node:fs'

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
let added = 0
for (const [folder, { optionalDependencies = {} }] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(optionalDependencies)) {
    const version = range.replace(/^[~^]/, '')
    const place = placeFor(folder, name, version)
    const platform = platformOf(name)
    if (!place || !platform) continue
    lock.packages[place] = { version, dev: true, optional: true, ...platform }
    added++
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')))
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`)
console.log(`package-lock.json: ${added} optional packages added`)

/** Where npm would put that version: at the top, or beside or below who wants it; undefined if it is there already. */
function placeFor(folder, name, version) {
  const beside = folder.slice(0, folder.lastIndexOf('node_modules/'))
  const places = [`node_modules/${name}`, `${beside}node_modules/${name}`, `${folder}/node_modules/${name}`]
  const [first] = places.filter((place) => !lock.packages[place] || lock.packages[place].version === version)
  return lock.packages[first] ? undefined : first
}

/** `@scope/tool-linux-x64-musl` → the fields by which npm knows where such a package belongs. */
function platformOf(name) {
  const words = name.split('/').pop().split('-')
  const os = systems.filter((system) => words.includes(system))
  const cpu = processors.filter((processor) => words.includes(processor))
  if (cpu.length === 0) return undefined
  const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : words.includes('gnu') ? ['glibc'] : undefined
  return { cpu, ...(os.length > 0 ? { os } : {}), ...(libc && os.includes('linux') ? { libc } : {}) }
}
