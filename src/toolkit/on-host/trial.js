'use strict'
// Run on the host before anything live changes: starts the release as Passenger does, on a socket in a folder that nobody else can
// enter, requests its health page, and stops it. Prints one line `@ trial={…}`: how it went (`kind`), and the end of what the app
// printed (`said`). `way` is the process that is to serve; if it answers, `.deploy/process` tells later starts.
const { execFileSync, spawn } = require('child_process')
const fs = require('fs')
const http = require('http')
const os = require('os')
const path = require('path')
const { announcement, headers, prepare } = require('./spawning.cjs')

const [base = '', health = '', seconds, way = ''] = process.argv.slice(2)
const timer = setTimeout(() => end({ kind: 'silent' }), Number(seconds) * 1000)
let said = ''
let isOver = false
/** @type {string} */
let folder
/** @type {import('child_process').ChildProcessWithoutNullStreams} */
let app

try {
  start()
} catch (error) {
  impossible(error)
}

function start() {
  // The path of a socket has a limit.
  folder = fs.mkdtempSync(path.join(os.tmpdir().length < 60 ? os.tmpdir() : '/tmp', 'trial-'))
  const { env, pipe } = prepare(folder, process.cwd())
  execFileSync('mkfifo', [pipe])
  announcement(folder).then((outcome) => (outcome.kind === 'ready' ? ask(outcome.socket) : end(outcome)), impossible)
  const itsEnv = Object.assign({}, process.env, env, { O2SWITCH_PROCESS: way })
  if (base) itsEnv.PASSENGER_BASE_URI = base
  app = spawn(process.execPath, [path.join(__dirname, 'loader.cjs')], { env: itsEnv })
  app.stdout.on('data', hear)
  app.stderr.on('data', hear)
  app.on('error', impossible)
  app.stdin.on('error', () => {}) // it has ended, which `close` tells
  app.on('close', (code, signal) => end({ kind: 'ended', how: String(code === null ? signal : code) }))
}

/** @param {Buffer} text */
function hear(text) {
  said = (said + text).slice(-4000)
}

/** @param {string} socketPath */
function ask(socketPath) {
  const request = { socketPath, path: base + health, headers: { Connection: 'close', ...headers }, agent: false }
  http
    .get(request, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text) => {
        body = (body + text).slice(0, 4000)
      })
      response.on('error', fail)
      response.on('end', () => end({ kind: 'answered', status: response.statusCode, body }))
    })
    .on('error', fail)
}

/** @param {unknown} error */
function fail(error) {
  end({ kind: 'failed', reason: reasonOf(error) })
}

/**
 * What no app is the cause of: no space in the folder for temporary files, no mkfifo, no more processes.
 * @param {unknown} error
 */
function impossible(error) {
  end({ kind: 'impossible', reason: reasonOf(error) })
}

/** @param {unknown} error */
function reasonOf(error) {
  const text = error instanceof Error ? error.message : String(error)
  return text.trim().split('\n').pop() // a program's last word comes behind its command
}

/** @param {{ kind: string, [detail: string]: unknown }} result */
function end(result) {
  if (isOver) return
  isOver = true
  clearTimeout(timer)
  const finish = () => {
    try {
      if (folder) fs.rmSync(folder, { recursive: true, force: true })
      if (result.kind === 'answered') fs.writeFileSync(path.join(__dirname, 'process'), way)
    } catch (error) {
      result = { kind: 'impossible', reason: reasonOf(error) }
    }
    console.log(`@ trial=${JSON.stringify({ ...result, said })}`)
    process.exit(0)
  }
  if (app) app.removeAllListeners('close')
  if (!app || app.exitCode !== null || app.signalCode !== null || app.pid === undefined) return finish()
  app.on('exit', finish)
  app.stdin.end() // as Passenger stops it
  setTimeout(() => app.kill('SIGKILL'), 5000)
}
