// npm run deploy: puts the bundle in dist/ online, and takes it back if it does not answer. See the README.
import { takeAccess } from './deploy/access.mjs'
import { readBundle } from './deploy/bundle.mjs'
import { configure } from './deploy/config.mjs'
import { DeployError, say } from './deploy/error.mjs'
import { Host } from './deploy/host.mjs'
import { readOptions, usage } from './deploy/options.mjs'
import { plan } from './deploy/plan.mjs'
import { deploy, rollBack } from './deploy/release.mjs'
import { setUp } from './deploy/setup.mjs'
import { connect } from './deploy/ssh.mjs'
import { closeDoor, openDoor } from './deploy/whitelist.mjs'

const terminal = Boolean(process.stdin.isTTY && process.stderr.isTTY && !process.env.CI)
const signal = interruptions()
// A terminal that is closed, or a pipe that nobody reads, must not end a deploy half-way.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
try {
  await main(process.argv.slice(2))
} catch (error) {
  // From 5 on, a message tells what has become of what was live.
  const early = signal.aborted && !(error instanceof DeployError && error.exitCode >= 5)
  if (early) say('Interrupted. Nothing live has changed.')
  else say(error instanceof DeployError ? `\n${error.message}` : error.stack)
  process.exitCode = early ? 130 : error instanceof DeployError ? error.exitCode : 1
}

/** @param {string[]} args */
async function main(args) {
  const { command, dryRun, skipTrial, help } = readOptions(args, process.env)
  if (help) return say(usage)
  const access = takeAccess(process.env)
  const config = await configure(process.env, terminal)
  const bundle = command === 'deploy' ? readBundle('dist') : undefined
  say(plan(config, { command, skipTrial }, bundle, Boolean(access.token)))
  if (dryRun) return
  if (command === 'close') return await closeDoor(config, access)

  await throughTheDoor(config, access, async (host) => {
    if (command === 'setup') return await setUp(host)
    if (command === 'unlock') return void (await host.run('unlock'))
    if (bundle) await deploy(host, bundle, skipTrial, signal)
    else await rollBack(host, signal)
    process.stdout.write(`${config.url}\n`)
  })
}

/**
 * Opens the whitelist and the connection, and closes them whatever happens in between.
 * @param {import('./deploy/config.mjs').Config} config
 * @param {import('./deploy/access.mjs').Access} access
 * @param {(host: Host) => Promise<void>} work
 */
async function throughTheDoor(config, access, work) {
  const close = await openDoor(config, access)
  try {
    signal.throwIfAborted()
    const connection = await connect(config, terminal, signal)
    try {
      await work(new Host(config, connection))
    } finally {
      await connection.close()
    }
  } finally {
    await close().catch((error) => say(error.message)) // what has happened in between matters more
  }
}

/** Asked once, a deploy goes back or tidies up, and then ends; a second time, it ends at once. */
function interruptions() {
  const controller = new AbortController()
  let first = 0
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(name, () => {
      // npm passes on the Ctrl-C that the terminal has sent already: what comes at once is still the first.
      if (first && Date.now() - first > 300) {
        say(
          '\nInterrupted at once: a release that was being made live may be live, untried, and an address on the whitelist.',
        )
        say('npm run deploy (again) or -- --rollback makes sure of the one, npm run deploy -- --close of the other.')
        process.exit(130)
      }
      if (first) return
      first = Date.now()
      say('\nInterrupted: tidying up…')
      controller.abort()
    })
  return controller.signal
}
