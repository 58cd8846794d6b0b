import type { Readable, Writable } from 'node:stream'
import type { Child } from '../../../process/start.ts'

/** A program that ended without having done what it was started for. */
export class ProgramError extends Error {
  readonly program: string
  /** Its exit code, or the signal that ended it. */
  readonly how: string
  readonly stdout: string
  /** The end of it. */
  readonly stderr: string

  constructor(program: string, how: string, { stdout, stderr }: { stdout: string; stderr: string }) {
    super(`${program} ended with ${how}`)
    this.program = program
    this.how = how
    this.stdout = stdout
    this.stderr = stderr
  }
}

type Captured = Omit<Child<readonly ['pipe', 'pipe', 'pipe']>, 'stdin'> & { readonly stdin: Writable | null }

/**
 * Resolves with what a program has printed: once it has ended well, or as soon as that matches the pattern. Rejects with a
 * ProgramError if it ends otherwise, or with the system's error if it was aborted or could not be started.
 */
export function capture(child: Captured, pattern?: RegExp): Promise<string> {
  let stdout = ''
  let stderr = ''
  return new Promise((resolve, reject) => {
    read(child.stderr, (text) => {
      stderr = (stderr + text).slice(-4000)
    })
    read(child.stdout, (text) => {
      stdout += text
      if (pattern?.test(stdout)) resolve(stdout)
    })
    child.stdin?.on('error', () => {}) // it has ended, which is reported below
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0 && !pattern) resolve(stdout)
      else reject(new ProgramError(child.spawnfile, String(code ?? signal), { stdout, stderr }))
    })
  })
}

function read(stream: Readable, onText: (text: string) => void): void {
  stream.setEncoding('utf8').on('data', onText)
}
