import { type Child, start } from '../../../process/start.ts'

/** ssh, which is written to and read from. */
export type Ssh = Child<readonly ['pipe', 'pipe', 'pipe']>

/**
 * Starts ssh so that a Ctrl-C or the end of the terminal, which reaches all that was started in it, does not cut the
 * connection: it is needed to go back and to tidy up.
 */
export function startSsh(args: readonly string[], signal?: AbortSignal): Ssh {
  const options = { stdio: ['pipe', 'pipe', 'pipe'], recipient: 'ssh', signal } as const
  if (process.platform === 'win32') return start('ssh', args, options)
  return start('sh', ['-c', 'trap "" INT HUP; exec ssh "$@"', 'ssh', ...args], options)
}
