import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { type Env, environmentFor, type Recipient } from './environment.ts'

type Stream = 'pipe' | 'ignore' | 'inherit'
type Streams = readonly [stdin: Stream, stdout: Stream, stderr: Stream]

export type StartOptions<Stdio extends Streams> = {
  readonly cwd?: string
  /** Our own variables; one that is undefined is not passed on. */
  readonly env?: Env
  /** Who gets the environment, if that is more than the program's name tells. */
  readonly recipient?: Recipient
  readonly stdio: Stdio
  /** In a process group of its own. */
  readonly detached?: boolean
  readonly signal?: AbortSignal | undefined
}

/** A child with the streams that it was given pipes for. */
export type Child<Stdio extends Streams> = Omit<ChildProcess, 'stdin' | 'stdout' | 'stderr'> & {
  readonly stdin: Stdio[0] extends 'pipe' ? Writable : null
  readonly stdout: Stdio[1] extends 'pipe' ? Readable : null
  readonly stderr: Stdio[2] extends 'pipe' ? Readable : null
}

/** Starts a program that outlives the call: a server, or one that is talked to. The caller ends it. */
export function start<const Stdio extends Streams>(
  program: string,
  args: readonly string[],
  { env, recipient, stdio, ...options }: StartOptions<Stdio>,
): Child<Stdio> {
  const child = spawn(program, args, { ...options, stdio: [...stdio], env: environmentFor(recipient ?? program, env) })
  return child as unknown as Child<Stdio> // spawn's own types know a few combinations of streams only
}
