import { connect, type NetConnectOpts, type Socket } from 'node:net'

/** Where to send requests: a Unix socket, or a port of 127.0.0.1. */
export type Target = UnixSocket | Port

export type UnixSocket = { readonly path: string }
export type Port = { readonly port: number }

/** Opens a connection whose errors only close it. Data that no listener reads is discarded. */
export function openSocket(target: Target): Socket {
  return connect(connectOptions(target)).on('error', () => {})
}

function connectOptions(target: Target): NetConnectOpts {
  return 'path' in target ? { path: target.path } : { port: target.port, host: '127.0.0.1' }
}

/** Writes `text` and resolves to everything that comes back until the server closes, or until nothing comes for `patience` ms. */
export function sendRaw(target: Target, text: string, patience = 3000): Promise<{ text: string; closed: boolean }> {
  return new Promise((resolve) => {
    const socket = openSocket(target)
    let received = ''
    const finish = (closed: boolean) => {
      resolve({ text: received, closed })
      socket.destroy()
    }
    socket.setTimeout(patience, () => finish(false))
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1')
    })
    socket.on('close', () => finish(true))
    socket.on('connect', () => socket.write(text, 'latin1'))
  })
}
