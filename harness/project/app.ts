import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { onTestFinished } from 'vitest'
import { until } from '../until.ts'

/** An app that runs without a web server in front. */
export interface App {
  readonly child: ChildProcess
  /** The address that it prints; waits until it does, and fails if it exits before. */
  url(): Promise<string>
  /** What it has written so far. */
  readonly output: { stdout: string; stderr: string }
  /** Its exit code, or the signal that ended it. */
  readonly exited: Promise<number | NodeJS.Signals>
}

/** Starts a program in an app root, on any free port unless `env` sets PORT. It is killed at the end of the test. */
export function startApp(
  [program, ...args]: readonly [string, ...string[]],
  root: string,
  env: Readonly<Record<string, string>> = {},
  options: SpawnOptions = {},
): App {
  const stdio = options.stdio ?? ['ignore', 'pipe', 'pipe']
  const child = spawn(program, args, { cwd: root, ...options, env: { ...process.env, PORT: '0', ...env }, stdio })
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
    })
  }
  const exited = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? (signal as NodeJS.Signals)))
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exited
  })
  return {
    child,
    output,
    exited,
    async url() {
      const address = /Listening on (http:\S+)/
      await until(() => address.test(output.stderr) || child.exitCode !== null, 'the app to listen')
      const url = address.exec(output.stderr)?.[1]
      if (!url) throw new Error(`the app exited with ${child.exitCode}: ${output.stderr}`)
      return url
    },
  }
}
