// From end to end: the start file loads the addon, which answers on a port and stops on a signal.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { test } from 'node:test'

const addon = './target/dev/test.node'

test('the app starts, answers /health and stops', async () => {
  const build = spawnSync(process.execPath, ['scripts/o2switch.mjs', 'build', '--dev', addon], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  assert.equal(build.status, 0, 'the addon does not compile')
  const env = { ...process.env, ADDON: addon, PORT: '0' }
  const app = spawn(process.execPath, ['app.js'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(app, 'exit')
  try {
    const url = await address(app.stdout)
    assert.ok(url, 'the app ended before it listened')

    const response = await fetch(`${url}/health`)
    const health = JSON.parse(await response.text())
    const [, version] = readFileSync('Cargo.toml', 'utf8').match(/^version = "(.*)"/m) ?? []
    assert.equal(health.status, 'ok')
    assert.equal(health.version, version)
  } finally {
    app.kill()
  }
  const [code] = await exited
  // Windows has no signal that a process can handle: there it was simply ended.
  if (process.platform !== 'win32') assert.equal(code, 0)
})

/** @param {import('node:stream').Readable} stdout */
async function address(stdout) {
  for await (const line of createInterface({ input: stdout })) {
    const [, url] = line.match(/^Listening on (\S+)/) ?? []
    if (url) return url
  }
}
