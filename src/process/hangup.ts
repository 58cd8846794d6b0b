import { isatty } from 'node:tty'

const terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor))

/**
 * Ends us by the hangup itself if the terminal that we were started in is gone. To leave in any other way, Node would put
 * the terminal in order, could not, and until Node 24 would abort with a core dump (nodejs/node#51519).
 */
export function exitIfTerminalGone(): void {
  if (terminals.every((descriptor) => isatty(descriptor))) return
  process.removeAllListeners('SIGHUP')
  process.kill(process.pid, 'SIGHUP')
}
