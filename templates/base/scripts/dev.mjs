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
let ending = 0 // when

watch(sources, { ignoreInitial: true }).on('all', update)
process.on('SIGINT', () => end(false)) // a terminal's Ctrl-C has reached the app as well
process.on('SIGTERM', () => end(true))
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
    rm(addon, { force: true }).catch(console.error)
    if (server !== child) return
    server = undefined
    if (!ending) console.error('The app has ended. Waiting for a change…')
  })
  server = child
}

async function stop(child, signal = 'SIGTERM') {
  if (!child) return
  const exited = once(child, 'exit')
  if (server === child) server = undefined
  if (signal) child.kill(signal)
  await exited
}

async function end(tell) {
  // npm passes on the Ctrl-C that the terminal has sent already: what comes at once is still the first.
  if (ending && Date.now() - ending > 300) process.exit(1)
  if (ending) return
  ending = Date.now()
  await stop(server, tell ? 'SIGTERM' : undefined)
  process.exit(0)
}
