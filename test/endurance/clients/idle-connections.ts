import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { UnixSocket } from './requests.ts'

/** A socket's queue takes 511, which is Node's default backlog. */
const atOnce = 200

/**
 * Opens up to `count` connections that say nothing. A Unix socket whose queue is full refuses with EAGAIN: then after a
 * while again, until it has refused for `patience` ms without a break.
 */
export async function openIdle(target: UnixSocket, count: number, patience = 2000): Promise<Socket[]> {
  const open: Socket[] = []
  for (let last = Date.now(); open.length < count && Date.now() - last < patience; ) {
    const tries = Array.from({ length: Math.min(atOnce, count - open.length) }, () => tryToConnect(target.path))
    const connected = (await Promise.all(tries)).filter((socket) => socket !== undefined)
    open.push(...connected)
    if (connected.length > 0) last = Date.now()
    if (connected.length < tries.length) await sleep(20)
  }
  return open
}

function tryToConnect(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ path })
    socket.on('error', () => resolve(undefined))
    // What comes, a 408 perhaps, is of no interest, but its end is.
    socket.on('connect', () => resolve(socket.resume()))
  })
}
