// npm run rehearse: unpacks the bundle where nothing else is, starts it as the host does, asks /health, and stops it.
// A stand-in does what Passenger's loader does: what is rehearsed is the bundle, not Passenger.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Failure, run } from './failure.mjs'

const loader = fileURLToPath(new URL('passenger-loader.cjs', import.meta.url))
const startSeconds = 90 // Passenger's limits
const stopSeconds = 60

await run(async () => {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Failure('Only Linux on x86-64 can load what is built for the host: rehearse there, in CI for example.')
  const folder = mkdtempSync(join(tmpdir(), 'rehearse-'))
  try {
    const root = unpack(folder)
    const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const socket = join(folder, 'node.sock')
    const app = start(root, socket)
    try {
      await ready(app, socket)
      await answers(socket, version)
      await stop(app)
    } finally {
      app.kill('SIGKILL')
    }
    console.error(`${name} ${version} started, answered /health and stopped, on Node.js ${process.versions.node}`)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

/**
 * Unpacks the archive of dist/ into a folder, as cPanel does.
 * @param {string} folder
 */
function unpack(folder) {
  const archives = existsSync('dist') ? readdirSync('dist').filter((name) => name.endsWith('.tar.gz')) : []
  if (archives.length === 0) throw new Failure('There is no bundle in dist/: make it by the script "bundle" first.')
  const { status } = spawnSync('tar', ['-xzf', resolve('dist', archives[0]), '-C', folder], { stdio: 'inherit' })
  if (status !== 0) throw new Failure(`tar could not unpack dist/${archives[0]}`)
  return folder
}

/**
 * @param {string} root
 * @param {string} socket
 */
function start(root, socket) {
  const { PORT, HOST, ADDON, ...env } = process.env // the host sets none of these
  return spawn(process.execPath, [loader, socket], {
    cwd: root,
    env: { ...env, IN_PASSENGER: '1', NODE_ENV: 'production' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
}

/**
 * Waits for the loader to say that the app is ready, and looks for its socket as Passenger does.
 * @param {import('node:child_process').ChildProcess} app
 * @param {string} socket
 */
async function ready(app, socket) {
  const lines = createInterface({ input: app.stdout })
  const isReady = new Promise((done) => {
    lines.on('line', (line) => (line === '!> Ready' ? done(true) : console.error(line)))
    lines.on('close', () => done(false))
  })
  if (!(await within(startSeconds, isReady, 'The app is not ready')))
    throw new Failure('The app ended before it was ready. On the host, visitors would see an error page.')
  if (!lstatSync(socket, { throwIfNoEntry: false })?.isSocket())
    throw new Failure('The app says it is ready, but its socket is gone: Passenger could not reach it.')
}

/**
 * Asks /health as Passenger passes a request on. Its answer must tell the version: how else to know what is online?
 * @param {string} socketPath
 * @param {string} version
 */
async function answers(socketPath, version) {
  const headers = { Connection: 'close', '!~Passenger-Client-Address': '127.0.0.1', '!~Passenger-Proto': 'https' }
  const request = http.get({ socketPath, path: '/health', headers, agent: false })
  const read = async () => {
    const [response] = await once(request, 'response')
    let body = ''
    for await (const piece of response.setEncoding('utf8')) body += piece
    return { status: response.statusCode, body }
  }
  const unheard = (error) => Promise.reject(new Failure(`/health gave no answer: ${error.message}`))
  const { status, body } = await within(30, read().catch(unheard), '/health gave no answer')
  if (status !== 200 || versionIn(body) !== version)
    throw new Failure(`/health must answer 200 with { "version": "${version}" }, not ${status} with ${body.trim()}`)
}

/** @param {string} body */
function versionIn(body) {
  try {
    return JSON.parse(body).version
  } catch {
    return undefined
  }
}

/**
 * Passenger closes stdin, and kills what is still there after a while.
 * @param {import('node:child_process').ChildProcess} app
 */
async function stop(app) {
  const exited = once(app, 'exit')
  app.stdin.end()
  const [code, signal] = await within(stopSeconds, exited, 'The app did not stop')
  if (code !== 0) throw new Failure(`The app ended with ${code ?? signal} when it was told to stop, not with 0.`)
}

/**
 * @template T
 * @param {number} seconds
 * @param {Promise<T>} promise
 * @param {string} what
 * @returns {Promise<T>}
 */
async function within(seconds, promise, what) {
  let timer
  const late = new Promise((_, fail) => {
    timer = setTimeout(
      () => fail(new Failure(`${what} after ${seconds} seconds, when Passenger gives up.`)),
      seconds * 1000,
    )
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
