import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePorts } from '../../../harness/ports.ts'
import { residentMemory } from '../../../harness/proc.ts'
import { buildBinary, renderProbe } from '../../../harness/project/projects.ts'
import { until } from '../../../harness/until.ts'
import { openApp } from '../app.ts'
import { requestHello } from '../clients/hello.ts'
import { type Exchange, hello, requestText } from '../clients/http.ts'
import { sendMany } from '../clients/send-many.ts'
import type { Target } from '../clients/target.ts'
import { below, observed, type Row, type Scenario, type Subject } from '../scenario.ts'

const body = JSON.stringify('x'.repeat(100_000))
const large: Exchange = { send: requestText('POST', '/echo', body), status: 200, body }

/** Longer than host/src/lifecycle.rs takes to return memory that is no longer needed. */
const settling = 40_000

/** The same project on a port of its own, without Passenger and without an addon, is the least that it can need. */
export const standalone: Scenario = {
  name: 'standalone',
  title: "memory beside the standalone server's, directly on the socket: after requests, and after a burst",
  async run(subject) {
    await using app = await openApp(subject)
    await using server = await startServer(subject)
    const [ours, least] = [
      await memoryOf(subject, app.socket(), app.pid()),
      await memoryOf(subject, server.target, server.pid),
    ]
    return [
      ...compare(subject, `after ${subject.scaled(1_000_000)} requests`, ours.afterRequests, least.afterRequests),
      ...compare(subject, 'after a burst of large requests', ours.afterBurst, least.afterBurst),
    ]
  },
}

interface Memory {
  readonly afterRequests: number
  readonly afterBurst: number
}

async function memoryOf(subject: Subject, target: Target, pid: number): Promise<Memory> {
  await sendMany(target, [hello], subject.scaled(1_000_000))
  const afterRequests = residentMemory(pid)
  await sendMany(target, [large], subject.scaled(20_000), 256)
  await sleep(settling)
  return { afterRequests, afterBurst: residentMemory(pid) }
}

/** In Node, Node's own memory comes on top. */
function compare({ process }: Subject, when: string, found: number, least: number): Row[] {
  const sizes = observed(
    `${when}: memory, and the standalone server's`,
    `${found.toFixed(1)} MB, ${least.toFixed(1)} MB`,
  )
  const ratio = below(`${when}: times the standalone server's`, 1.2, found / least, '')
  return process === 'rust' ? [sizes, ratio] : [sizes]
}

async function startServer({ framework }: Subject): Promise<{ pid: number; target: Target } & AsyncDisposable> {
  const program = await buildBinary(await renderProbe(framework), 'bundle')
  const [port = 0] = await freePorts(1)
  const env = { ...process.env, PORT: String(port), HOST: '127.0.0.1' }
  const child = spawn(program, { env, stdio: 'ignore' })
  const target = { port }
  await until(async () => (await requestHello(target)) === '200', 'the standalone server to answer').catch((error) => {
    child.kill('SIGKILL')
    throw error
  })
  return { pid: child.pid as number, target, [Symbol.asyncDispose]: () => kill(child) }
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  if ((child.exitCode ?? child.signalCode) === null) await once(child, 'exit')
}
