// @ts-check
// Checks that this machine has what required-programs.mjs lists. Both are plain JavaScript, since the test script runs this
// before `npm ci`:
//
//   node harness/requirements.mjs test|bench|endurance|chroot [--install]
//
// Exits with 1 and says how to install what is missing. With --install, Debian packages are installed if the user is root.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { requirements } from './required-programs.mjs'

/** @typedef {import('./required-programs.mjs').Purpose} Purpose */
/** @typedef {import('./required-programs.mjs').Requirement} Requirement */

/**
 * What is missing, one line for each way to fix it: `wrk, hyperfine: sudo apt-get install …`.
 *
 * @param {Purpose} purpose
 * @param {{ readonly install?: boolean }} [options] `install`: first install Debian packages, if the user is root and has apt-get
 * @returns {string[]}
 */
export function missingRequirements(purpose, { install = false } = {}) {
  const needed = requirements.filter(({ purposes }) => purposes.includes(purpose))
  const isRoot = process.getuid?.() === 0
  if (install && isRoot && isOnPath('apt-get')) installPackages(packagesOf(needed.filter((one) => !isMet(one))))

  const missing = needed.filter((one) => !isMet(one))
  const fromDebian = missing.filter(({ fix }) => typeof fix !== 'string')
  const others = missing.filter(({ fix }) => typeof fix === 'string').map(({ name, fix }) => `${name}: ${fix}`)
  if (fromDebian.length === 0) return others
  const command = ['sudo', 'apt-get', 'install', '--no-install-recommends', ...packagesOf(fromDebian)].join(' ')
  return [...others, `${fromDebian.map(({ name }) => name).join('; ')}: ${command}`]
}

/** @param {Requirement} requirement */
function isMet({ commands = [], files = [], check }) {
  if (!commands.every(isOnPath) || !files.every((file) => existsSync(file))) return false
  return check === undefined || spawnSync('sh', ['-c', check], { stdio: 'ignore' }).status === 0
}

/**
 * Debian puts apache2 into /usr/sbin, which is on the PATH of root alone.
 *
 * @param {string} command
 */
function isOnPath(command) {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin']
  return folders.some((folder) => isExecutable(path.join(folder, command)))
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** @param {readonly Requirement[]} some */
function packagesOf(some) {
  return some.flatMap(({ fix }) => (typeof fix === 'string' ? [] : fix))
}

/**
 * A failure is not reported here: the packages are still missing afterwards.
 *
 * @param {readonly string[]} packages
 */
function installPackages(packages) {
  if (packages.length === 0) return
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', ...packages]])
    spawnSync('apt-get', args, { env, stdio: ['ignore', 2, 2] }) // stdout is for results
}

/** @param {string | undefined} word @returns {word is Purpose} */
function isPurpose(word) {
  return requirements.some(({ purposes }) => purposes.some((purpose) => purpose === word))
}

/** @param {readonly string[]} args */
function main([purpose, ...options]) {
  if (!isPurpose(purpose) || options.some((option) => option !== '--install')) {
    console.error('node harness/requirements.mjs test|bench|endurance|chroot [--install]')
    return 2
  }
  const missing = missingRequirements(purpose, { install: options.includes('--install') })
  if (missing.length === 0) return 0
  console.error(`Missing on this machine:\n${missing.map((line) => `  ${line}`).join('\n')}`)
  return 1
}

const [, started = '', ...args] = process.argv
if (existsSync(started) && realpathSync(started) === fileURLToPath(import.meta.url)) process.exitCode = main(args)
