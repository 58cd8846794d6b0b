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
  // Other programs set variables of these names as well; an empty one counts as unset.
  const others = { HOST: '', PASSENGER_BASE_URI: '', LSNODE_SOCKET: '', RELEASE_DIR: '', LOG_LEVEL: 'info' }
  const env = { ...process.env, ...others, ADDON: addon, PORT: '0' }
  const app = spawn(process.execPath, ['app.js'], { env, stdio: ['ignore', 'inherit', 'pipe'] })
  const exited = once(app, 'exit')
  try {
    const url = await address(app.stderr)
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

/**
 * Where the app says in its log that it listens. The log is printed, too.
 * @param {import('node:stream').Readable} log
 */
function address(log) {
  return new Promise((resolve) => {
    const lines = createInterface({ input: log })
    lines.on('line', (line) => {
      console.error(line)
      const [, url] = line.match(/Listening on (\S+)/) ?? []
      if (url) resolve(url)
    })
    lines.once('close', resolve)
  })
}
