import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../../harness/until.ts'
import { answer, hello } from '../request.ts'

/** A program that serves a port of 127.0.0.1, or will soon. */
export interface Server {
  /** Requests `/` until there is an answer (with that text); rejects if the program ends, and after 5 minutes. */
  firstAnswer(text?: string): Promise<void>
  /** Ends the program and everything that it has started. */
  stop(): Promise<void>
}

/** Starts a program that serves the port in PORT. Its output is shown only if it does not answer. */
export function startServer(
  [program, ...args]: readonly [string, ...string[]],
  cwd: string,
  port: number,
  env: Readonly<Record<string, string>> = {},
): Server {
  // Its own process group, as in a terminal: the signal reaches everything that it starts.
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env, PORT: `${port}` },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  const exited = once(child, 'exit')
  const hasExited = () => child.exitCode !== null || child.signalCode !== null
  const answers = (text?: string) =>
    answer({ url: `http://127.0.0.1:${port}` }, hello).then(
      (found) => text === undefined || found === text,
      () => false, // it does not listen yet, or is being restarted
    )
  return {
    async firstAnswer(text) {
      for (const deadline = Date.now() + 300_000; Date.now() < deadline; await sleep(5)) {
        if (await answers(text)) return
        if (hasExited()) break
      }
      throw new Error(`${program} ${args.join(' ')} did not answer:\n${output}`)
    },
    async stop() {
      // A watcher runs the server in another group, and ends it only if it is ended itself by SIGTERM.
      if (!hasExited()) process.kill(-(child.pid as number), 'SIGTERM')
      await exited
      await until(async () => !(await answers()), `port ${port} to be closed`)
    },
  }
}
