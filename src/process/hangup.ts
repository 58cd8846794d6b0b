import { isatty } from 'node:tty'

const terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor))

/**
 * If the terminal that we were started in is gone, ends the process with SIGHUP. On a normal exit Node would try to
 * restore the terminal, fail, and before Node 24 abort with a core dump (nodejs/node#51519).
 */
export function exitIfTerminalGone(): void {
  if (terminals.every((descriptor) => isatty(descriptor))) return
  process.removeAllListeners('SIGHUP')
  process.kill(process.pid, 'SIGHUP')
}
