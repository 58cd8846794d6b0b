import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Project } from '../../harness/project/projects.ts'
import { until } from '../../harness/until.ts'

/** An app on a Unix socket of its own, with no web server in front. */
export interface OnSocket {
  readonly socket: string
  readonly pid: number
  end(): Promise<void>
}

const loader = path.resolve('templates/base/scripts/rehearse/loader.cjs')

/** Starts an app root's app.js as Passenger's loader does. */
export function startLoaded(root: string, socket: string): Promise<OnSocket> {
  const env = { ...process.env, IN_PASSENGER: '1', NODE_ENV: 'production' }
  const child = spawn(process.execPath, [loader, socket], { cwd: root, env, stdio: ['pipe', 'ignore', 'inherit'] })
  return started(child, socket, () => child.stdin?.end())
}

/** Starts the limit: a program that listens where SOCKET says. */
export function startLimit(program: string, { root }: Project, socket: string): Promise<OnSocket> {
  const child = spawn(program, {
    cwd: root,
    env: { ...process.env, SOCKET: socket },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return started(child, socket, () => child.kill('SIGTERM'))
}

async function started(child: ChildProcess, socket: string, stop: () => unknown): Promise<OnSocket> {
  const exited = once(child, 'exit')
  const isOver = () => child.exitCode !== null || child.signalCode !== null
  const end = async () => {
    stop()
    await exited
  }
  await until(() => isOver() || existsSync(socket), 'the app to listen')
  if (isOver()) throw new Error(`the app of ${socket} ended with ${child.exitCode ?? child.signalCode}`)
  return { socket, pid: child.pid as number, end }
}
