// npm run dev: builds in the dev profile and serves, again after each change of a source file.
// A build that fails leaves the running server as it is.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { watch } from 'chokidar'
import { buildDev } from './build-dev.mjs'

const folder = './target/dev'
const sources = ['src', 'app.js', 'build.rs', 'Cargo.toml', 'Cargo.lock']

let server
let builds = 0
let changed = false
let busy = false
let ending = false

watch(sources, { ignoreInitial: true }).on('all', update)
process.on('SIGINT', end)
process.on('SIGTERM', end)
await rm(folder, { recursive: true, force: true })
await update()

async function update() {
  changed = true
  if (busy) return
  busy = true
  while (changed && !ending) {
    changed = false
    const addon = await build()
    if (addon && !ending) await serve(addon)
  }
  busy = false
}

/** Returns the path of a new addon, or undefined if it does not compile. */
async function build() {
  // A name of its own each time: writing over an addon that is loaded can end the process that runs it.
  const addon = `${folder}/${++builds}.node`
  try {
    await buildDev(addon)
    return addon
  } catch (error) {
    const state = server ? 'The last version that compiled is still served.' : 'Nothing is served.'
    if (!ending) console.error(`\n${error.message}. ${state} Waiting for a change…`)
    return undefined
  }
}

async function serve(addon) {
  await stop(server)
  const env = { DRAIN_SECONDS: '2', ...process.env, ADDON: addon }
  const child = spawn(process.execPath, ['app.js'], { env, stdio: 'inherit' })
  child.once('exit', () => {
    if (server === child) server = undefined
    rm(addon, { force: true }).catch(console.error)
  })
  server = child
}

async function stop(child) {
  if (!child) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  await exited
}

async function end() {
  if (ending) process.exit(1)
  ending = true
  await stop(server)
  process.exit(0)
}
