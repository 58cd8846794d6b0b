import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { UnixSocket } from './target.ts'

/** A socket's queue takes 511 connections, Node's default backlog. */
const batchSize = 200

/**
 * Opens up to `count` connections that send nothing. A Unix socket whose queue is full refuses with EAGAIN: these are
 * tried again until none has succeeded for `patience` ms.
 */
export async function openIdle(target: UnixSocket, count: number, patience = 2000): Promise<Socket[]> {
  const open: Socket[] = []
  for (let lastSuccess = Date.now(); open.length < count && Date.now() - lastSuccess < patience; ) {
    const attempts = Array.from({ length: Math.min(batchSize, count - open.length) }, () => tryToConnect(target.path))
    const connected = (await Promise.all(attempts)).filter((socket) => socket !== undefined)
    open.push(...connected)
    if (connected.length > 0) lastSuccess = Date.now()
    if (connected.length < attempts.length) await sleep(20)
  }
  return open
}

function tryToConnect(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ path })
    socket.on('error', () => resolve(undefined))
    // Without reading, the socket would not notice that the server closes it. What comes, a 408 perhaps, does not matter.
    socket.on('connect', () => resolve(socket.resume()))
  })
}
