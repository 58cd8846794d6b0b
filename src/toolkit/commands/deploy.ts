import { stderrLine, stdoutLines } from '../../report/print.ts'
import type { Context } from '../context.ts'
import { actionOf } from '../deploy/config/action.ts'
import { resolveConfig } from '../deploy/config/config.ts'
import { readCredentials } from '../deploy/config/credentials.ts'
import { planText } from '../deploy/config/plan.ts'
import type { Log } from '../deploy/log.ts'
import { withOutcome } from '../deploy/outcome.ts'
import { readBundle } from '../deploy/release/read-bundle.ts'
import { deployRelease, rollBack } from '../deploy/release/release.ts'
import { setUp } from '../deploy/release/setup.ts'
import { removeLeftover } from '../deploy/whitelist/whitelist.ts'
import { withSession } from '../deploy/with-session.ts'
import type { DeployFlags } from '../options.ts'

/**
 * Puts the bundle in dist/ online, and takes it back if it does not answer. Interrupted once, it goes back or tidies up,
 * and then ends. The URL of what is live is all that goes to stdout.
 */
export async function deploy(flags: DeployFlags, context: Context): Promise<void> {
  const log: Log = (line) => stderrLine(line(context.t))
  context.setStoppedImmediately((t) => t.deploy.stoppedImmediately)
  context.signal.addEventListener('abort', () => log((t) => `\n${t.deploy.interrupting}`))
  try {
    await perform(flags, context, log)
  } catch (error) {
    throw withOutcome(error, context.signal)
  }
}

async function perform(flags: DeployFlags, context: Context, log: Log): Promise<void> {
  const { skipTrial, dryRun } = flags
  const action = actionOf(flags)
  const credentials = readCredentials(context.env)
  const config = await resolveConfig(context, log)
  const bundle = action === 'deploy' ? readBundle('dist') : undefined
  log(planText({ action, config, bundle, skipTrial, usesWhitelist: credentials.token !== undefined }))
  if (dryRun) return
  if (action === 'close') return await removeLeftover({ config, credentials }, log)

  await withSession({ config, credentials }, { log, signal: context.signal }, async (session) => {
    if (action === 'setup') return await setUp(session)
    if (action === 'unlock') return void (await session.host.run('unlock'))
    if (bundle) await deployRelease(bundle, skipTrial, session)
    else await rollBack(session)
    stdoutLines([config.url])
  })
}
