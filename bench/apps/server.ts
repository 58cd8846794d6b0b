import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../../harness/until.ts'
import { answer, hello } from '../request.ts'

/** A program that serves a port of 127.0.0.1, or is about to. */
export interface Serving {
  /** Asks until `/` is answered, with that text if there is one; rejects when the program ends, or after 5 minutes. */
  firstAnswer(text?: string): Promise<void>
  /** Ends the program and all that it has started. */
  end(): Promise<void>
}

/** Starts what serves the port in PORT. What it says is shown only when it ends too early. */
export function serve(
  [program, ...args]: readonly [string, ...string[]],
  cwd: string,
  port: number,
  env: Readonly<Record<string, string>> = {},
): Serving {
  // A group of its own, as a terminal makes it: all that it starts hears of the end.
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env, PORT: `${port}` },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let said = ''
  for (const output of [child.stdout, child.stderr])
    output.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  const exited = once(child, 'exit')
  const isOver = () => child.exitCode !== null || child.signalCode !== null
  const answers = (text?: string) =>
    answer({ url: `http://127.0.0.1:${port}` }, hello).then(
      (found) => text === undefined || found === text,
      () => false, // it does not listen yet, or is just being replaced
    )
  return {
    async firstAnswer(text) {
      for (const deadline = Date.now() + 300_000; Date.now() < deadline; await sleep(5)) {
        if (await answers(text)) return
        if (isOver()) break
      }
      throw new Error(`${program} ${args.join(' ')} did not answer:\n${said}`)
    },
    async end() {
      // What watches for changes has its server in a group of its own, and ends it only when asked.
      if (!isOver()) process.kill(-(child.pid as number), 'SIGTERM')
      await exited
      await until(async () => !(await answers()), `nobody to answer on port ${port}`)
    },
  }
}
