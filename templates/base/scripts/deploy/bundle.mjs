import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DeployError } from './error.mjs'

/**
 * @typedef {object} Bundle what npm run bundle has made
 * @property {string} folder
 * @property {string} name
 * @property {string} version
 * @property {string[]} files what is uploaded, relative to the folder
 * @property {number} kilobytes
 */

/**
 * Reads the bundle, and holds each of its files to SHA256SUMS.
 * @param {string} folder
 * @returns {Bundle}
 */
export function readBundle(folder) {
  for (const file of ['app.js', 'package.json', 'SHA256SUMS'])
    if (!existsSync(join(folder, file)))
      throw new DeployError(2, `There is no ${folder}/${file}: npm run bundle makes it. Nothing was deployed.`)
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  if (!/^[\w.+-]+$/.test(version ?? '')) throw new DeployError(2, `${folder}/package.json has no version.`)
  const files = filesOf(folder).filter((file) => file !== 'SHA256SUMS' && !/^[^/]*\.tar\.gz$|^tmp\//.test(file))
  const sums = readSums(join(folder, 'SHA256SUMS'))
  const changed = files.filter((file) => sums.get(file) !== sha256(join(folder, file)))
  if (changed.length > 0)
    throw new DeployError(
      2,
      `Not what npm run bundle made (SHA256SUMS): ${changed.join(', ')}. Run npm run bundle again.`,
    )
  const bytes = files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0)
  return { folder, name, version, files, kilobytes: Math.ceil(bytes / 1024) }
}

/**
 * Lays out what is uploaded: the bundle, and in .deploy what the host starts and what it checks the upload by.
 * @param {Bundle} bundle
 * @param {string} to
 */
export function layOutRelease({ folder, files }, to) {
  for (const file of files) cpSync(join(folder, file), join(to, file))
  mkdirSync(join(to, '.deploy'))
  for (const file of ['start.js', 'trial.js'])
    cpSync(fileURLToPath(new URL(file, import.meta.url)), join(to, '.deploy', file))
  const sums = filesOf(to).map((file) => `${sha256(join(to, file))}  ${file}\n`)
  writeFileSync(join(to, '.deploy', 'SHA256SUMS'), sums.join(''))
}

/** @param {string} folder */
function filesOf(folder) {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'))
  return entries.filter((file) => statSync(join(folder, file)).isFile()).sort()
}

/** @param {string} file */
function readSums(file) {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return new Map(lines.map((line) => [line.slice(66).replace(/^\.\//, ''), line.slice(0, 64)]))
}

/** @param {string} file */
function sha256(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}
