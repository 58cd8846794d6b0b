// npm run rehearse: unpacks the bundle where nothing else is, has it started as on the host, asks /health, and stops it.
// Passenger starts it where this machine has it; elsewhere, or with `--stand-in`, what does the same as its loader does.
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Failure, run } from './failure.mjs'
import { startSeconds, within } from './rehearse/host.mjs'
import { startPassenger } from './rehearse/passenger.mjs'
import { startStandIn } from './rehearse/stand-in.mjs'

/** @typedef {import('./rehearse/host.mjs').Host} Host */

await run(async () => {
  const { values } = parseArgs({ options: { 'stand-in': { type: 'boolean' } } })
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Failure('Only Linux on x86-64 can load what is built for the host: rehearse there, in CI for example.')
  const folder = mkdtempSync(join(tmpdir(), 'rehearse-'))
  try {
    const root = unpack(folder)
    const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const interrupted = interruption()
    const host = (!values['stand-in'] && (await startPassenger(root, folder))) || startStandIn(root, folder)
    try {
      await Promise.race([rehearse(host, version), interrupted])
    } finally {
      await host.kill()
    }
    const node = `Node.js ${process.versions.node}`
    console.error(`${name} ${version} started, answered /health and stopped, on ${node} under ${host.name}`)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

/**
 * Unpacks the archive of dist/ into an app root, as cPanel does.
 * @param {string} folder
 */
function unpack(folder) {
  const archives = existsSync('dist') ? readdirSync('dist').filter((name) => name.endsWith('.tar.gz')) : []
  if (archives.length === 0) throw new Failure('There is no bundle in dist/: make it by the script "bundle" first.')
  const root = mkdtempSync(join(folder, 'app-'))
  const { status } = spawnSync('tar', ['-xzf', resolve('dist', archives[0]), '-C', root], { stdio: 'inherit' })
  if (status !== 0) throw new Failure(`tar could not unpack dist/${archives[0]}`)
  return root
}

/**
 * The answer of /health must tell the version: how else to know what is online?
 * @param {Host} host
 * @param {string} version
 */
async function rehearse(host, version) {
  await host.ready()
  const { status, body } = await within(startSeconds + 30, ask(host), '/health gave no answer')
  const fault = await host.fault()
  if (fault) throw new Failure(fault)
  if (status !== 200 || versionIn(body) !== version) {
    const shown = /^\s*<(!doctype|html)/i.test(body) ? 'a page of HTML' : body.trim()
    throw new Failure(`/health must answer 200 with { "version": "${version}" }, not ${status} with ${shown}`)
  }
  await host.stop()
}

/** @param {Host} host */
async function ask({ socketPath, headers }) {
  const request = http.get({ socketPath, path: '/health', headers: { Connection: 'close', ...headers }, agent: false })
  try {
    const [response] = await once(request, 'response')
    let body = ''
    for await (const piece of response.setEncoding('utf8')) body += piece
    return { status: response.statusCode, body }
  } catch (error) {
    throw new Failure(`/health gave no answer: ${error.message}`)
  }
}

/** @param {string} body */
function versionIn(body) {
  try {
    return JSON.parse(body).version
  } catch {
    return undefined
  }
}

/** Fails when the script is told to end, so that what it has started ends with it. */
function interruption() {
  const interrupted = new Promise((_, fail) => {
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
      process.once(signal, () => fail(new Failure('Interrupted.')))
  })
  interrupted.catch(() => {}) // it may come before anybody waits for it
  return interrupted
}
