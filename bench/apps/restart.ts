import { appProcesses, requestRestart } from '../../harness/passenger/passenger.ts'
import { until } from '../../harness/until.ts'
import { answer, hello } from '../request.ts'
import type { HostedApp } from './hosted.ts'

/**
 * Makes Passenger restart the app, for a request that waits for the new process; for a host with a statThrottleRate of 0.
 * Returns the new process and how long that request took, in ms. The old process has ended by then.
 */
export async function restartApp({ root, url }: HostedApp): Promise<{ pid: number; ms: number }> {
  const before = new Set(appProcesses(root))
  requestRestart(root)
  const began = performance.now()
  await answer({ url }, hello)
  const ms = performance.now() - began
  await until(() => appProcesses(root).every((pid) => !before.has(pid)), 'the old process to end')
  const [pid, ...more] = appProcesses(root)
  if (pid === undefined || more.length > 0)
    throw new Error(`expected one process of ${root}, found ${[pid, ...more].join(', ')}`)
  return { pid, ms }
}
