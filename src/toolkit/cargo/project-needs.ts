import { readFileSync } from 'node:fs'
import { type Check, type Needs, rejectFailed, runChecks } from '../../checks/check.ts'
import { createProbe } from '../../checks/probe.ts'
import { startedBy } from '../../choices/package-manager.ts'
import type { Context } from '../context.ts'

/** What the checks of this machine need to know about the project in the current folder. */
export function projectNeeds({ env, signal }: Pick<Context, 'env' | 'signal'>): Needs {
  const cwd = process.cwd()
  return {
    cwd,
    targetDir: undefined,
    packageManager: (startedBy(env.npm_config_user_agent) ?? { name: 'npm' }).name,
    frameworks: [{ title: 'Cargo.toml', minimumRust: minimumRust() }],
    probe: createProbe(cwd, signal),
  }
}

/** Runs these checks, and throws an EnvironmentError if one failed: what cargo or napi would say comes late and in a stack. */
export async function requireTools(checks: readonly Check[], needs: Needs, signal: AbortSignal): Promise<void> {
  rejectFailed(await runChecks(checks, needs, signal))
}

/** The `rust-version` of Cargo.toml, or else what package.json says. cargo itself is not asked: an old one may not read the file. */
function minimumRust(): string | undefined {
  const inCargo = valueIn('Cargo.toml', (text) => /^rust-version\s*=\s*["'](.*?)["']/m.exec(text)?.[1])
  return inCargo ?? valueIn('package.json', (text) => JSON.parse(text).o2switch?.rust)
}

function valueIn(file: string, find: (text: string) => unknown): string | undefined {
  try {
    const value = find(readFileSync(file, 'utf8'))
    return typeof value === 'string' ? value : undefined
  } catch {
    return undefined // cargo and npm say best what is wrong with the file
  }
}
