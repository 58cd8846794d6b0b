import { existsSync } from 'node:fs'
import type { Needs } from '../../checks/check.ts'
import { rustUnavailable } from '../../checks/rust/cargo.ts'
import { triple } from '../../checks/rust/target.ts'
import { EnvironmentError, UsageError } from '../../errors/errors.ts'
import type { Context } from '../context.ts'
import { type ConfigFile, readConfigFiles } from './config-files.ts'
import { type Settings, settingsFor } from './settings.ts'

/**
 * How the project in the current folder is built, whatever machine builds it. Throws an EnvironmentError if this machine
 * insists on something, a UsageError if the project itself asks for whatever processor builds it.
 */
export async function readSettings({ env, signal }: Context, { cwd, probe }: Needs): Promise<Settings> {
  const files = await readConfigFiles(cwd, env.CARGO_HOME, { signal, state: (t) => t.bundle.cargo.states.noBundle })
  const settings = settingsFor(files, env, {
    facts: files.some(dependsOnTarget) ? await targetFacts(probe) : new Set(),
    pinsToolchain: ['rust-toolchain.toml', 'rust-toolchain'].some((file) => existsSync(file)),
  })
  const { unavoidable, rustflags } = settings
  if (unavoidable.length > 0) throw new EnvironmentError((t) => t.bundle.settings.unavoidable(unavoidable))
  if (/target-cpu=native/.test(rustflags.join())) throw new UsageError((t) => t.bundle.settings.native)
  return settings
}

function dependsOnTarget({ isOfProject, values: { target } }: ConfigFile): boolean {
  return isOfProject && Object.keys(target ?? {}).some((key) => key.startsWith('cfg('))
}

async function targetFacts(probe: Needs['probe']): Promise<Set<string>> {
  const answer = await probe('rustc', '--print', 'cfg', '--target', triple)
  if (answer.kind === 'done') return new Set(answer.stdout.split(/\r?\n/))
  const { message, hint } = rustUnavailable('rustc', answer)
  throw new EnvironmentError((t) => ({ message: `${message(t)}.`, hint: hint(t) }))
}
