import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { childProcesses } from '../proc.ts'
import type { Installation } from './installation.ts'

/**
 * Opens a folder that debootstrap.ts has made, with mounts and pids of its own: closing it ends every process in it, and so
 * does the end of this process. Nothing in it can be changed but `shared`, a folder in /tmp, which has the same path there:
 * app roots and sockets are found under one name from both sides. The network and the users are this machine's.
 */
export async function openChroot(root: string, shared: string): Promise<Installation & AsyncDisposable> {
  const system = ['--ro-bind', root, '/', '--dev-bind', '/dev', '/dev', '--proc', '/proc']
  const files = ['--perms', '1777', '--tmpfs', path.dirname(shared), '--bind', shared, shared]
  const isolation = ['--unshare-pid', '--die-with-parent']
  const bwrap = spawn('bwrap', [...system, ...files, ...isolation, 'sh', '-c', 'echo open; exec sleep infinity'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(bwrap, 'exit')
  const isOpen = await Promise.race([once(bwrap.stdout, 'data').then(() => true), exited.then(() => false)])
  if (!isOpen) throw new Error(`bwrap could not open ${root}`)
  // The first process in there: it adopts Passenger's daemons, and when it ends, the kernel ends all others.
  const [init] = childProcesses(bwrap.pid as number) as [number]
  return {
    root,
    node: '/usr/bin/node',
    enter: ['nsenter', `--target=${init}`, '--mount', '--pid'],
    async [Symbol.asyncDispose]() {
      process.kill(init, 'SIGKILL')
      await exited
    },
  }
}
