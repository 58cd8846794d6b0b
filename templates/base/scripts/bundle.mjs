// npm run bundle: builds the addon for the host, checks all that goes there, and writes it to dist/, as files and as one
// archive. `--addon FILE` takes an addon that was built elsewhere. What the host would refuse is not written.
import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildForHost } from './build-for-host.mjs'
import { ask, readCrate } from './cargo.mjs'
import { check } from './check-bundle.mjs'
import { Failure, run } from './failure.mjs'
import { archive } from './tar.mjs'

/** @typedef {import('./tar.mjs').Entry} Entry */

// What the bundle holds besides the addon and package.json. What your app reads at run time goes here, too.
const held = ['app.js', 'public']
const neverHeld = /^(\.env.*|\.git|\.htaccess|\.DS_Store|Thumbs\.db)$|\.(bak|log|orig|swp|tmp)$|~$/i

await run(async () => {
  const { values } = parseArgs({ options: { addon: { type: 'string' } } })
  rmSync('dist', { recursive: true, force: true })
  const packageJson = JSON.parse(readFileSync('package.json', 'utf8'))
  const glibc = hostGlibc(packageJson)
  const { name, version, targetDirectory } = readCrate()
  const addon = readFileSync(values.addon ?? (await buildForHost(glibc, targetDirectory)))

  const uploaded = { name, version, private: true, main: 'app.js' }
  const entries = [
    { path: 'app.node', content: addon },
    { path: 'package.json', content: Buffer.from(`${JSON.stringify(uploaded, null, 2)}\n`) },
    ...held.flatMap((path) => read(path)),
    { path: 'tmp', content: undefined }, // touching tmp/restart.txt restarts the app
  ]
  refuse(check(entries, packageJson, glibc))

  const time = timeOf(entries)
  const file = `${name}-${version}.tar.gz`
  const zipped = { path: file, content: archive(entries, time) }
  write(entries, time)
  write([zipped, sums([...entries, zipped])], time)
  const megabytes = (zipped.content.length / 1e6).toFixed(1)
  console.error(`For Linux on x86-64 with glibc ${glibc} and Node.js 16, or later ones; ${megabytes} MB:`)
  console.log(`dist/${file}`)
})

/** The oldest glibc that the addon is to run with. Rust's own library needs 2.17. */
function hostGlibc({ o2switch: { glibc = '2.17' } = {} }) {
  if (typeof glibc === 'string' && /^2\.(1[7-9]|[2-9]\d)$/.test(glibc)) return glibc
  throw new Failure(`package.json: "glibc" must be a version from "2.17" on, not ${JSON.stringify(glibc)}`)
}

/**
 * A file, or a folder with all that it holds. Of these only `public` need not be there: the host wants an empty one.
 * @param {string} path
 * @returns {Entry[]}
 */
function read(path) {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (!found && path === 'public') return [{ path, content: undefined }]
  if (!found) throw new Failure(`${path} is not there, and the bundle needs it`)
  if (found.isFile()) return [{ path, content: readFileSync(path) }]
  if (!found.isDirectory())
    throw new Failure(`${path} is neither a file nor a folder: put what it leads to in its place`)
  const names = readdirSync(path)
  const left = names.filter((name) => neverHeld.test(name))
  for (const name of left) console.error(`Left out: ${path}/${name}`)
  const inside = names.filter((name) => !left.includes(name)).flatMap((name) => read(`${path}/${name}`))
  return [{ path, content: undefined }, ...inside]
}

/** @param {import('./check-addon.mjs').Refusal[]} refusals */
function refuse(refusals) {
  if (refusals.length === 0) return
  const lines = refusals.map(({ problem, mend }) => `✗ ${problem}.\n  To mend it: ${mend}.`)
  throw new Failure(`No bundle was made, since it would not run on the host:\n\n${lines.join('\n')}`)
}

/**
 * One time for all files, in seconds, the same wherever the same is bundled: that of the commit. With changes that are
 * not committed it is that of the newest file: who caches by time must see that something is new.
 * @param {Entry[]} entries
 */
function timeOf(entries) {
  const { SOURCE_DATE_EPOCH: told } = process.env // https://reproducible-builds.org/specs/source-date-epoch
  if (told) return Number(told)
  const committed = Number(git('log', '-1', '--format=%ct', '--', '.'))
  if (committed && git('status', '--porcelain', '--', '.') === '') return committed
  const times = entries.map(({ path }) => lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0)
  return Math.floor(Math.max(...times) / 1000)
}

/** @param {string[]} args */
function git(...args) {
  try {
    return ask('git', args)
  } catch {
    return '' // no git, or no repository
  }
}

/**
 * @param {Entry[]} entries
 * @param {number} time
 */
function write(entries, time) {
  for (const { path, content } of entries) {
    const file = join('dist', path)
    mkdirSync(content ? dirname(file) : file, { recursive: true })
    if (!content) continue
    writeFileSync(file, content)
    utimesSync(file, time, time)
  }
}

/**
 * For `sha256sum --check SHA256SUMS`.
 * @param {Entry[]} entries
 */
function sums(entries) {
  const files = entries.filter(({ content }) => content).sort((one, other) => (one.path < other.path ? -1 : 1))
  const lines = files.map(({ path, content }) => `${createHash('sha256').update(content).digest('hex')}  ${path}\n`)
  return { path: 'SHA256SUMS', content: Buffer.from(lines.join('')) }
}
