import { once } from 'node:events'
import { lstatSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { onForcedExit } from '../../process/exit-cleanup.ts'
import { start } from '../../process/start.ts'
import { stderrLine } from '../../report/print.ts'
import { type AppRunner, type AppSource, rehearsalFailed, startSeconds, stopSeconds, within } from './app-runner.ts'
import loader from './loader.cjs?raw'

/** Starts an app as Passenger's loader does, without Passenger. */
export function startStandIn({ root, folder, node }: AppSource): AppRunner {
  const [file, socketPath] = [join(folder, 'loader.cjs'), join(folder, 'node.sock')]
  writeFileSync(file, loader)
  const app = start(node, [file, socketPath], {
    cwd: root,
    env: { IN_PASSENGER: '1', NODE_ENV: 'production' },
    recipient: 'rehearsal',
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = once(app, 'exit')
  const killNow = () => app.kill('SIGKILL')
  const release = onForcedExit(killNow)
  return {
    name: (t) => t.bundle.rehearse.standIn,
    socketPath,
    headers: { '!~Passenger-Client-Address': '127.0.0.1', '!~Passenger-Proto': 'https' },
    ready: () => ready(app.stdout, socketPath),
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

/** Waits for the loader to say that the app is ready, and looks for its socket as Passenger does. */
async function ready(stdout: Readable, socket: string): Promise<void> {
  const lines = createInterface({ input: stdout })
  const isReady = new Promise<boolean>((resolve) => {
    lines.on('line', (line) => (line === '!> Ready' ? resolve(true) : stderrLine(line)))
    lines.on('close', () => resolve(false))
  })
  if (!(await within(startSeconds, isReady, (t) => t.bundle.rehearse.notReady(startSeconds))))
    throw rehearsalFailed((t) => t.bundle.rehearse.endedEarly)
  if (!lstatSync(socket, { throwIfNoEntry: false })?.isSocket())
    throw rehearsalFailed((t) => t.bundle.rehearse.noSocket)
}
