'use strict'
// Run on the host before anything live changes: starts the release on a free port of 127.0.0.1, requests its health page, and
// stops it. Prints one line `@ trial={…}`: how it went (`kind`), and the end of what the app printed (`said`).
const { spawn } = require('child_process')
const http = require('http')
const path = require('path')

const [base = '', health = '', seconds] = process.argv.slice(2)
const env = Object.assign({}, process.env, {
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  PORT: '0',
  LOG_LEVEL: 'info', // the log says where it listens
})
if (base) env.PASSENGER_BASE_URI = base
const app = spawn(process.execPath, [path.join(__dirname, '..', 'app.js')], { env, stdio: ['ignore', 'pipe', 'pipe'] })

let said = ''
let asked = false
const timer = setTimeout(() => end({ kind: 'silent' }), Number(seconds) * 1000)
app.stdout.on('data', hear)
app.stderr.on('data', hear)
app.on('error', (error) => end({ kind: 'failed', reason: error.message }))
app.on('close', (code, signal) => end({ kind: 'ended', how: String(code === null ? signal : code) }))

/** @param {Buffer} text */
function hear(text) {
  said = (said + text).slice(-4000)
  const [, address] = /Listening on (http:\/\/[^\s/]+)/.exec(said) || []
  if (!address || asked) return
  asked = true
  http
    .get(address + base + health, { agent: false }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text) => {
        body = (body + text).slice(0, 4000)
      })
      response.on('end', () => end({ kind: 'answered', status: response.statusCode, body }))
    })
    .on('error', (error) => end({ kind: 'failed', reason: error.message }))
}

/** @param {{ kind: string, [detail: string]: unknown }} result */
function end(result) {
  clearTimeout(timer)
  app.removeAllListeners('close')
  const finish = () => {
    console.log(`@ trial=${JSON.stringify({ ...result, said })}`)
    process.exit(0)
  }
  if (app.exitCode !== null || app.signalCode !== null || app.pid === undefined) return finish()
  app.on('exit', finish)
  app.kill('SIGTERM')
  setTimeout(() => app.kill('SIGKILL'), 5000)
}
