import { Refused } from '../../../errors/errors.ts'
import { run } from '../../../process/run.ts'
import { start } from '../../../process/start.ts'
import type { Localized } from '../../../text/localized.ts'
import { errorText } from '../error-text.ts'
import { lastLines } from '../last-lines.ts'
import type { Session } from '../session.ts'
import { capture, ProgramError } from './capture.ts'
import { explainSshError, isDiskFull, isTimeout } from './ssh-errors.ts'

export type Upload = {
  /** Its name is that of the folder on the host. */
  readonly folder: string
  /** The folder on the host that it goes into. */
  readonly parent: string
  readonly kilobytes: number
  readonly hostHasRsync: boolean
}

type Command = readonly [program: string, ...args: readonly string[]]

/**
 * Uploads a folder: rsync, which hangs now and then, is tried twice, then scp; scp alone where there is no rsync. Throws
 * Refused when all have failed, and the system's error when it was aborted.
 */
export async function upload({ kilobytes, ...what }: Upload, session: Session): Promise<void> {
  const { config, log, signal } = session
  const seconds = Math.max(180, kilobytes / 20) // 20 kB in a second will do
  const commands = await uploadCommands(what, session)
  for (const [index, command] of commands.entries()) {
    const error = await attempt(command, AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]))
    if (!error) return
    if (signal.aborted) throw error.cause
    const next = commands[index + 1]
    if (!next || isDiskFull(error.cause)) throw uploadFailed(explainSshError(error.cause, config))
    log((t) => `${failureLine(command[0], error.cause, seconds)(t)}\n${t.deploy.release.again(next[0])}`)
  }
}

async function uploadCommands(
  { folder, parent, hostHasRsync }: Omit<Upload, 'kilobytes'>,
  { connection: { options, target } }: Session,
): Promise<readonly Command[]> {
  const shell = ['ssh', ...options].map((word) => (/\s/.test(word) ? `'${word}'` : word)).join(' ')
  const rsync: Command = ['rsync', '-rlt', '--timeout=30', '-e', shell, folder, `${target}:${parent}/`]
  const scp: Command = ['scp', '-q', '-r', '-S', 'ssh', ...options, folder, `${target}:${parent}/`]
  return hostHasRsync && (await hasRsync()) ? [rsync, rsync, scp] : [scp, scp]
}

async function hasRsync(): Promise<boolean> {
  return (await run('rsync', ['--version'], { cwd: '.' })).kind === 'done'
}

/** Runs a command in the terminal's process group, so that its ssh can ask there. Returns what went wrong, if something did. */
async function attempt([program, ...args]: Command, signal: AbortSignal): Promise<{ cause: unknown } | undefined> {
  try {
    await capture(start(program, args, { stdio: ['ignore', 'pipe', 'pipe'], signal }))
    return undefined
  } catch (cause) {
    return { cause }
  }
}

function uploadFailed(error: unknown): Refused {
  const describe = errorText(error)
  return new Refused(
    (t) => {
      const { message, hint } = describe(t)
      return { message: t.deploy.release.uploadFailed(message), hint }
    },
    { cause: error },
  )
}

/** One line for the log, between two tries. */
function failureLine(program: string, error: unknown, seconds: number): Localized {
  if (isTimeout(error)) return (t) => t.deploy.release.tooSlow(program, Math.round(seconds))
  if (!(error instanceof ProgramError)) return (t) => errorText(error)(t).message
  return (t) => t.deploy.release.ended(program, error.how, lastLines(error.stderr).join(' '))
}
