import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { startFailed } from '../errors/system-errors.ts'
import { type Env, environmentFor, type Recipient } from './environment.ts'

type Stream = 'pipe' | 'ignore' | 'inherit'
type Streams = readonly [stdin: Stream, stdout: Stream, stderr: Stream]

export type StartOptions<Stdio extends Streams> = {
  readonly cwd?: string
  /** Additional variables; undefined unsets one. */
  readonly env?: Env
  /** Which rules for the environment apply, if the program's name does not say it. */
  readonly recipient?: Recipient
  readonly stdio: Stdio
  /** Give it its own process group. */
  readonly detached?: boolean
  readonly signal?: AbortSignal | undefined
}

/** A child process with a stream for each pipe. */
export type Child<Stdio extends Streams> = Omit<ChildProcess, 'stdin' | 'stdout' | 'stderr'> & {
  readonly stdin: Stdio[0] extends 'pipe' ? Writable : null
  readonly stdout: Stdio[1] extends 'pipe' ? Readable : null
  readonly stderr: Stdio[2] extends 'pipe' ? Readable : null
}

/**
 * Starts a program that outlives the call: a server, or one that we communicate with. The caller ends it, and listens to its
 * `error`, which comes in place of its `exit` if it cannot be started. What Node does not report like that (E2BIG, ENOMEM) is
 * thrown as an EnvironmentError.
 */
export function start<const Stdio extends Streams>(
  program: string,
  args: readonly string[],
  { env, recipient, stdio, ...options }: StartOptions<Stdio>,
): Child<Stdio> {
  const environment = environmentFor(recipient ?? program, env)
  try {
    const child = spawn(program, args, { ...options, stdio: [...stdio], env: environment })
    return child as unknown as Child<Stdio> // spawn's own types cover only a few combinations of streams
  } catch (error) {
    throw startFailed(program, error)
  }
}
