import { hostname, userInfo } from 'node:os'
import { EnvironmentError, Refused } from '../../../errors/errors.ts'
import { asMachineFault } from '../../../errors/system-errors.ts'
import type { Messages } from '../../../messages/en.ts'
import hostScript from '../../on-host/host.sh?raw'
import type { Config } from '../config/config.ts'
import { capture, ProgramError } from './capture.ts'
import type { Connection } from './ssh.ts'
import { explainSshError } from './ssh-errors.ts'
import { type Ssh, startSsh } from './start-ssh.ts'

/** What host.sh answers, by name; several of one name are joined by line ends. */
export type Answers = Readonly<Record<string, string | undefined>>

/** The app root, kept for this deploy. */
export type Lock = {
  /** For a new release: `yyyymmdd-hhmmss-<version>`. */
  readonly id: string
  readonly release: () => Promise<void>
}

/** What can be done on the host: the commands of host.sh. All of it throws Refused. */
export type RemoteHost = {
  readonly run: (command: string, args?: readonly string[], signal?: AbortSignal) => Promise<Answers>
  /** Keeps other deploys out; ends when the connection does. */
  readonly hold: (version: string) => Promise<Lock>
}

/** The exit code with which host.sh, which then says why, has rejected a command, and done nothing. */
const rejected = '9'

export function remoteHost(config: Config, connection: Connection): RemoteHost {
  const startScript = (command: string, args: readonly string[], signal?: AbortSignal) => {
    const words = ['sh', '-s', '--', command, config.appRoot, ...args].map(quote)
    try {
      return startSsh([...connection.options, '-T', connection.target, words.join(' ')], signal)
    } catch (error) {
      throw explainSshError(error, config)
    }
  }
  return {
    async run(command, args = [], signal) {
      const timeout = AbortSignal.timeout(120_000)
      const child = startScript(command, args, signal ? AbortSignal.any([signal, timeout]) : timeout)
      child.stdin.end(hostScript)
      return answersOf(await captureAnswers(child, config))
    },
    async hold(version) {
      const who = `${userInfo().username}@${hostname()}`.replace(/[^\w@.-]/g, '_')
      const child = startScript('hold', [who, version])
      child.stdin.write(hostScript)
      const ended = new Promise((resolve) => child.once('close', resolve))
      const timer = setTimeout(() => child.kill(), 60_000)
      try {
        const { locked = '' } = answersOf(await captureAnswers(child, config, /^@ locked=.*$/m))
        const release = async () => {
          child.stdin.end()
          await ended
        }
        return { id: locked, release }
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

/** Whether the host has rejected a command, or was never asked since ssh could not be started: it has done nothing. */
export function isRejected(error: unknown): boolean {
  return (
    error instanceof Refused && (isRejection(error.cause) || asMachineFault(error.cause) instanceof EnvironmentError)
  )
}

function isRejection(error: unknown): error is ProgramError {
  return error instanceof ProgramError && error.how === rejected && answersOf(error.stdout).error !== undefined
}

function captureAnswers(child: Ssh, config: Config, pattern?: RegExp): Promise<string> {
  return capture(child, pattern).catch((error: unknown) => {
    throw isRejection(error) ? rejection(error) : explainSshError(error, config)
  })
}

function rejection(error: ProgramError): Refused {
  const { error: code = '', detail = '' } = answersOf(error.stdout)
  return new Refused(
    (t) => {
      const { reasons, error: describe, lockHint } = t.deploy.host
      const reason = isReason(code, reasons) ? reasons[code](detail) : code
      return { message: describe(reason), hint: code === 'locked' ? lockHint : error.stderr.trim() }
    },
    { cause: error },
  )
}

type Reasons = Messages['deploy']['host']['reasons']

function isReason(code: string, reasons: Reasons): code is keyof Reasons {
  return Object.hasOwn(reasons, code)
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}

function answersOf(stdout: string): Answers {
  const answers: Record<string, string> = {}
  for (const [, key = '', value = ''] of stdout.matchAll(/^@ (\w+)=(.*)$/gm))
    answers[key] = key in answers ? `${answers[key]}\n${value}` : value
  return answers
}
