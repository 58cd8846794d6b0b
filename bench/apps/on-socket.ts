import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Project } from '../../harness/project/projects.ts'
import { until } from '../../harness/until.ts'

/** An app on its own Unix socket, without a web server in front. */
export interface AppOnSocket {
  readonly socket: string
  readonly pid: number
  stop(): Promise<void>
}

const loader = path.resolve('src/toolkit/rehearse/loader.cjs')

/** Starts an app root's app.js as Passenger's loader does. */
export function startLoaded(root: string, socket: string): Promise<AppOnSocket> {
  const env = { ...process.env, IN_PASSENGER: '1', NODE_ENV: 'production' }
  const child = spawn(process.execPath, [loader, socket], { cwd: root, env, stdio: ['pipe', 'ignore', 'inherit'] })
  return started(child, socket, () => child.stdin?.end())
}

/** Starts what builtWithoutNode returned. */
export function startWithoutNode(program: string, { root }: Project, socket: string): Promise<AppOnSocket> {
  const child = spawn(program, {
    cwd: root,
    env: { ...process.env, SOCKET: socket },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return started(child, socket, () => child.kill('SIGTERM'))
}

async function started(child: ChildProcess, socket: string, askToStop: () => unknown): Promise<AppOnSocket> {
  const exited = once(child, 'exit')
  const hasExited = () => child.exitCode !== null || child.signalCode !== null
  const stop = async () => {
    askToStop()
    await exited
  }
  await until(() => hasExited() || existsSync(socket), 'the app to listen')
  if (hasExited()) throw new Error(`the app on ${socket} ended with ${child.exitCode ?? child.signalCode}`)
  return { socket, pid: child.pid as number, stop }
}
