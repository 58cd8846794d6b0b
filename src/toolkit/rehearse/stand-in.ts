import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { EnvironmentError } from '../../errors/errors.ts'
import { startFailed } from '../../errors/system-errors.ts'
import { onForcedExit } from '../../process/exit-cleanup.ts'
import { run } from '../../process/run.ts'
import { start } from '../../process/start.ts'
import { stderrLine } from '../../report/print.ts'
import loader from '../on-host/loader.cjs?raw'
import { type Announcement, announcement, headers, prepare } from '../on-host/spawning.cjs'
import { type AppRunner, type AppSource, rehearsalFailed, startSeconds, stopSeconds, within } from './app-runner.ts'

/** Starts an app as Passenger does, without Passenger. */
export async function startStandIn({ root, folder, node, way }: AppSource): Promise<AppRunner> {
  const file = join(folder, 'loader.cjs')
  writeFileSync(file, loader)
  const { env, pipe } = prepare(folder, root)
  const made = await run('mkfifo', [pipe], { cwd: folder })
  if (made.kind === 'missing') throw new EnvironmentError((t) => t.bundle.rehearse.missing('mkfifo'))
  const announced = announcement(folder)
  const app = start(node, [file], {
    cwd: root,
    env: { ...env, O2SWITCH_PROCESS: way },
    recipient: 'rehearsal',
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await once(app, 'spawn').catch((error: unknown) => {
    throw startFailed(node, error)
  })
  app.stdin.on('error', () => {}) // the app has ended, which `exited` tells
  const exited = once(app, 'exit')
  const killNow = () => app.kill('SIGKILL')
  const release = onForcedExit(killNow)
  return {
    name: (t) => t.bundle.rehearse.standIn,
    headers,
    ready: () => ready(app.stdout, announced),
    fault: async () => undefined,
    async stop() {
      app.stdin.end() // as Passenger does
      const [code, signal] = await within(stopSeconds, exited, (t) => t.bundle.rehearse.notStopped(stopSeconds))
      if (code !== 0) throw rehearsalFailed((t) => t.bundle.rehearse.wrongEnd(String(code ?? signal)))
    },
    async kill() {
      killNow()
      await exited
      release()
    },
  }
}

/** Waits for the app to say that it is ready, shows what it prints, and returns its socket. */
async function ready(stdout: Readable, announced: Promise<Announcement>): Promise<string> {
  const lines = createInterface({ input: stdout }).on('line', stderrLine)
  const ended = once(lines, 'close').then(async () => {
    await new Promise(setImmediate) // what it has said before is then known
    return { kind: 'ended' } as const
  })
  const start = Promise.race([announced, ended])
  const outcome = await within(startSeconds, start, (t) => t.bundle.rehearse.notReady(startSeconds))
  switch (outcome.kind) {
    case 'ready':
      return outcome.socket
    case 'failed':
      throw rehearsalFailed((t) => t.bundle.rehearse.notStarted(outcome.reason || t.bundle.rehearse.unknownReason))
    case 'noSocket':
      throw rehearsalFailed((t) => t.bundle.rehearse.noSocket)
    case 'ended':
      throw rehearsalFailed((t) => t.bundle.rehearse.endedEarly)
  }
}
