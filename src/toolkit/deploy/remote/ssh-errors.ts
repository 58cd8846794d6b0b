import { ExpectedError, Refused } from '../../../errors/errors.ts'
import type { ErrorText } from '../../../text/localized.ts'
import type { Config } from '../config/config.ts'
import { property } from '../json.ts'
import { lastLines } from '../last-lines.ts'
import { ProgramError } from './capture.ts'

/**
 * Explains why ssh, rsync or scp failed: Refused, with the program's own words. What was aborted by Ctrl-C, and what is
 * explained already, comes back as it is.
 */
export function explainSshError(error: unknown, config: Config): unknown {
  if (isTimeout(error)) return new Refused((t) => t.deploy.ssh.timedOut(config.host), { cause: error })
  if (isAborted(error) || error instanceof ExpectedError) return error
  const texts = outputOf(error)
  const said = texts.find((text) => text.trim() !== '') ?? ''
  const { describe } = causes.find(({ pattern }) => texts.some((text) => pattern.test(text))) ?? connectionLost
  return new Refused(
    (t) => {
      const { message, hint } = describe(config)(t)
      return { message, hint: `${hint}\n${t.deploy.ssh.said(lastLines(said).join('\n  '))}` }
    },
    { cause: error },
  )
}

/** Whether the disk or the quota there is full, which a second try does not change. */
export function isDiskFull(error: unknown): boolean {
  return outputOf(error).some((text) => diskFull.test(text))
}

/** Whether an AbortSignal.timeout ended it. */
export function isTimeout(error: unknown): boolean {
  return property(property(error, 'cause'), 'name') === 'TimeoutError'
}

function isAborted(error: unknown): boolean {
  return property(error, 'name') === 'AbortError'
}

/** An account that may not use ssh is told so on stdout. */
function outputOf(error: unknown): readonly string[] {
  if (error instanceof ProgramError) return [error.stderr, error.stdout.slice(-1000)]
  return [error instanceof Error ? error.message : String(error)]
}

type Cause = { readonly pattern: RegExp; readonly describe: (config: Config) => ErrorText }

// The last alternative is how sftp, which scp uses, reports it.
const diskFull = /Disk quota exceeded|No space left|(write remote|dest open|remote mkdir).*Failure/

const connectionLost: Pick<Cause, 'describe'> = { describe: () => (t) => t.deploy.ssh.causes.lost }

/** In this order: the first one that matches. */
const causes: readonly Cause[] = [
  {
    pattern: /REMOTE HOST IDENTIFICATION HAS CHANGED/,
    describe: (config) => (t) => t.deploy.ssh.causes.hostKeyChanged(config.host),
  },
  {
    pattern: /Host key verification failed|host key is known/,
    describe: (config) => (t) => t.deploy.ssh.causes.hostUnknown(config.host, config.port, config.user),
  },
  {
    pattern: /bad permissions|UNPROTECTED PRIVATE KEY/,
    describe: (config) => (t) => t.deploy.ssh.causes.keyReadable(config.key || t.deploy.ssh.triedKeys),
  },
  {
    pattern: /error in libcrypto|invalid format|no such identity|incorrect passphrase/,
    describe: (config) => (t) => t.deploy.ssh.causes.keyUnusable(config.key || t.deploy.ssh.triedKeys),
  },
  {
    pattern: /shell access is (not enabled|disabled)|account is (currently )?not available/i,
    describe: (config) => (t) => t.deploy.ssh.causes.noShell(config.user),
  },
  {
    pattern: /Permission denied|Too many authentication failures/,
    describe: (config) => (t) =>
      t.deploy.ssh.causes.denied(config.host, config.user, config.key || t.deploy.ssh.triedKeys),
  },
  {
    pattern: /Could not resolve hostname|Name or service not known/,
    describe: (config) => (t) => t.deploy.ssh.causes.noSuchHost(config.host),
  },
  { pattern: diskFull, describe: () => (t) => t.deploy.ssh.causes.diskFull },
  {
    pattern: /timed out/i,
    describe: (config) => (t) => t.deploy.ssh.causes.noAnswer(config.host, config.port),
  },
  {
    pattern: /Connection refused/,
    describe: (config) => (t) => t.deploy.ssh.causes.nothingListens(config.host, config.port),
  },
]
