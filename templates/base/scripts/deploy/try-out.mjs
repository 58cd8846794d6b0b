import { versionOf } from './activate.mjs'
import { DeployError, say } from './error.mjs'
import { fault, healthPage, read } from './health.mjs'

/**
 * Starts an uploaded release on the host, on a port of its own, and asks its health page: what cannot load there, fails to
 * start or is another version never goes live. The live app knows nothing of it.
 * @param {import('./host.mjs').Host} host
 * @param {string} id
 * @param {AbortSignal} signal
 */
export async function tryOut(host, id, signal) {
  const base = new URL(host.config.url).pathname.replace(/\/$/, '')
  const { trial } = await host.run('trial', [id, base, healthPage, '60'], signal)
  if (trial === '') return say('Not tried out: the host has no Node that ssh can see.')
  const result = trial ? JSON.parse(trial) : { error: 'the trial ended without a word', said: '' }
  const wrong = result.error ?? fault(read(result.status, result.body), versionOf(id))
  if (!wrong) return say(`Tried out on the host: ${healthPage} answers 200.`)
  const said = result.said.trim().split('\n').slice(-15).join('\n  ')
  throw new DeployError(
    4,
    `The release was started on the host, on a port of its own, and is not well: ${wrong}.
Nothing live has changed.${said && `\nThe app said:\n  ${said}`}
If it only lacks what Passenger alone gives it, add --skip-trial.`,
  )
}
