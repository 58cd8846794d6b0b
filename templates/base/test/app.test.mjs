// The whole way: the shim loads the addon, which answers on a port and stops when told.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { buildDev } from '../scripts/build-dev.mjs'

const addon = './target/dev/test.node'

test('the app starts, answers /health and stops', async () => {
  await buildDev(addon)
  const env = { ...process.env, ADDON: addon, PORT: '0' }
  const app = spawn(process.execPath, ['app.js'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(app, 'exit')
  try {
    const [line] = await Promise.race([
      once(app.stdout.setEncoding('utf8'), 'data'),
      exited.then(([code]) => assert.fail(`the app ended with code ${code} before it listened`)),
    ])
    const [url] = line.match(/http:\S+/)

    const health = await (await fetch(`${url}/health`)).json()
    const [, version] = readFileSync('Cargo.toml', 'utf8').match(/^version = "(.*)"/m)
    assert.equal(health.status, 'ok')
    assert.equal(health.version, version)
  } finally {
    app.kill()
  }
  const [code] = await exited
  assert.equal(code, 0)
})
