import { appProcesses, askRestart } from '../../harness/passenger/passenger.ts'
import { until } from '../../harness/until.ts'
import { answer, hello } from '../request.ts'
import type { Hosted } from './hosted.ts'

/**
 * Has Passenger start the app anew, at a request that waits for it; for a host with a statThrottleRate of 0. Returns the
 * new process and how long that request took, in ms. The process before has ended then.
 */
export async function startAnew({ root, url }: Hosted): Promise<{ pid: number; ms: number }> {
  const before = new Set(appProcesses(root))
  askRestart(root)
  const began = performance.now()
  await answer({ url }, hello)
  const ms = performance.now() - began
  await until(() => appProcesses(root).every((pid) => !before.has(pid)), 'the process before to end')
  const [pid, ...more] = appProcesses(root)
  if (pid === undefined || more.length > 0) throw new Error(`${root} has not one process, but ${[pid, ...more]}`)
  return { pid, ms }
}
