import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { onTestFinished } from 'vitest'
import { until } from '../until.ts'

/** An app that was started by hand, without a web server in front. */
export interface App {
  readonly child: ChildProcess
  /** Where it says that it listens; waits until it says so, and fails if it ends before. */
  url(): Promise<string>
  /** What it has written to stdout and to stderr up to now. */
  readonly said: { stdout: string; stderr: string }
  /** How it ended: its exit code, or the name of the signal. */
  readonly ended: Promise<number | NodeJS.Signals>
}

/** Starts a program in an app root, on any free port unless `env` says otherwise; ends it with the test. */
export function startApp(
  [program, ...args]: readonly [string, ...string[]],
  root: string,
  env: Readonly<Record<string, string>> = {},
  options: SpawnOptions = {},
): App {
  const stdio = options.stdio ?? ['ignore', 'pipe', 'pipe']
  const child = spawn(program, args, { cwd: root, ...options, env: { ...process.env, PORT: '0', ...env }, stdio })
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      said[name] += text
    })
  }
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? (signal as NodeJS.Signals)))
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return {
    child,
    said,
    ended,
    async url() {
      const address = /Listening on (http:\S+)/
      await until(() => address.test(said.stderr) || child.exitCode !== null, 'the app to listen')
      const url = address.exec(said.stderr)?.[1]
      if (!url) throw new Error(`the app ended with ${child.exitCode}: ${said.stderr}`)
      return url
    },
  }
}
