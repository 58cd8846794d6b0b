import { existsSync } from 'node:fs'
import { BuildError, Cancelled, UsageError } from '../../errors/errors.ts'
import { run } from '../../process/run.ts'
import type { Localized } from '../../text/localized.ts'
import type { Choice } from '../way.ts'

const source = 'host/addon/launcher.c'

export type Compiler = readonly [program: string, ...args: readonly string[]]

type Compilation = {
  readonly signal: AbortSignal
  /** What state things are in if it fails or is stopped, as a sentence. */
  readonly state: Localized
}

/**
 * Compiles what takes Node's place, which loads the addon that Node would have loaded. Throws a BuildError if it does not
 * compile, Cancelled if the signal stopped it.
 */
export async function compileLauncher(
  [program, ...args]: Compiler,
  output: string,
  { signal, state }: Compilation,
): Promise<void> {
  const options = [...args, '-O2', '-s', '-o', output, source, '-ldl']
  const result = await run(program, options, { cwd: '.', live: true, signal })
  if (result.kind === 'done') return
  if (result.kind === 'stopped')
    throw new Cancelled(signal.reason, (t) => ({ ...t.cancelled.untouched, hint: state(t) }))
  const reason: Localized = result.kind === 'missing' ? (t) => t.bundle.launcher.noCompiler : result.reason
  throw new BuildError((t) => t.bundle.launcher.failed(program, reason(t), state(t)), [])
}

/**
 * Whether the project has the launcher that it wants. The host crate of an older project has none, which is fine unless it is
 * asked for: then this throws a UsageError.
 */
export function hasLauncher(choice: Choice, state: Localized): boolean {
  if (choice === 'node') return false
  if (existsSync(source)) return true
  if (choice === 'rust') throw new UsageError((t) => t.bundle.launcher.missing(source, state(t)))
  return false
}
