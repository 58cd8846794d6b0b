import { EnvironmentError, ExpectedError, Refused } from '../../../errors/errors.ts'
import { asMachineFault } from '../../../errors/system-errors.ts'
import type { Messages } from '../../../messages/en.ts'
import type { ErrorText } from '../../../text/localized.ts'
import type { Config } from '../config/config.ts'
import { property } from '../json.ts'
import { lastLines } from '../last-lines.ts'
import { ProgramError } from './capture.ts'

/**
 * Explains why ssh, rsync or scp failed: Refused, with the program's own words. It is this machine if one of them could not be
 * started, the way to the host if ssh itself failed, and the host otherwise. What was aborted by Ctrl-C, and what is explained
 * already, comes back as it is.
 */
export function explainSshError(error: unknown, config: Config): unknown {
  const known = asMachineFault(error)
  if (known instanceof EnvironmentError) return new Refused(known.describe, { cause: error })
  if (isTimeout(error)) return new Refused((t) => t.deploy.ssh.timedOut(config.host), { cause: error })
  if (isAborted(error) || error instanceof ExpectedError) return error
  const texts = outputOf(error)
  const said = texts.find((text) => text.trim() !== '') ?? ''
  const describe =
    causes.find(({ pattern }) => texts.some((text) => pattern.test(text)))?.describe ??
    (isOfHost(error) ? failedThere(error) : () => (t: Messages) => t.deploy.ssh.causes.lost)
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

type Describe = (config: Config) => ErrorText
type Cause = { readonly pattern: RegExp; readonly describe: Describe }

// The last alternative is how sftp, which scp uses, reports it.
const diskFull = /Disk quota exceeded|No space left|(write remote|dest open|remote mkdir).*Failure/

/** What ssh says itself, and what is certain wherever it comes from. In this order: the first one that matches. */
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
    pattern: /terminating, \d+ bad configuration options|Bad owner or permissions on/,
    describe: () => (t) => t.deploy.ssh.causes.ownConfig,
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
    // Of ssh: what a shell or rsync may not do has no list of methods behind it.
    pattern: /Permission denied( \([a-z][a-z,-]*\)|, please try again)|Too many authentication failures/,
    describe: (config) => (t) =>
      t.deploy.ssh.causes.denied(config.host, config.user, config.key || t.deploy.ssh.triedKeys),
  },
  {
    pattern: /Temporary failure in name resolution/, // EAI_AGAIN, getaddrinfo(3)
    describe: (config) => (t) => t.deploy.ssh.causes.noNameServer(config.host),
  },
  {
    pattern: /Could not resolve hostname|Name or service not known/,
    describe: (config) => (t) => t.deploy.ssh.causes.noSuchHost(config.host),
  },
  { pattern: diskFull, describe: () => (t) => t.deploy.ssh.causes.diskFull },
  {
    pattern: /Network is (unreachable|down)|No route to host|assign requested address/,
    describe: (config) => (t) => t.deploy.ssh.causes.noNetwork(config.host),
  },
  {
    pattern: /connect to .* timed out|timed out during banner exchange/i,
    describe: (config) => (t) => t.deploy.ssh.causes.noAnswer(config.host, config.port),
  },
  {
    pattern: /Connection refused/,
    describe: (config) => (t) => t.deploy.ssh.causes.nothingListens(config.host, config.port),
  },
  {
    pattern:
      /(kex|ssh)_exchange_identification|banner exchange|Connection (closed|reset) by \S+ port|stdio forwarding failed/,
    describe: (config) => (t) => t.deploy.ssh.causes.cutEarly(config.host, config.port),
  },
  {
    pattern: /is your shell clean|Received message too long/,
    describe: () => (t) => t.deploy.ssh.causes.unclean,
  },
]

/**
 * Whether the connection worked, and what was started on the host failed. ssh(1): 255 is ssh's own failure, all else is the exit
 * code of the command there. rsync(1): 10, 12, 30 and 35 are of the connection. scp has 1 for both.
 */
function isOfHost(error: unknown): error is ProgramError {
  if (!(error instanceof ProgramError) || !/^\d+$/.test(error.how)) return false
  const isCut = /lost connection|Connection (to .* )?closed|client_loop|Broken pipe/.test(error.stderr)
  const codes = error.program === 'rsync' ? ['10', '12', '30', '35', '255'] : ['255']
  return !codes.includes(error.how) && !isCut
}

function failedThere({ how }: ProgramError): Describe {
  if (how === '0') return (config) => (t) => t.deploy.ssh.causes.noCommand(config.host, config.port, config.user)
  return (config) => (t) => t.deploy.ssh.causes.failedThere(config.host, how)
}
