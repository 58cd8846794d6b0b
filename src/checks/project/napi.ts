import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Localized } from '../../text/localized.ts'
import type { Check } from '../check.ts'
import type { CheckFailure } from '../check-result.ts'
import { reasonForNoVersion, versionIn } from '../probe.ts'

/** napi's command line, which builds the addon. It is a dev dependency of the project. */
export const napi: Check = {
  name: 'napi',
  title: () => () => '@napi-rs/cli',
  blocks: 'build',
  run: async ({ cwd, packageManager, probe }) => {
    const answer = await probe(napiProgram(cwd), '--version')
    const version = versionIn(answer)
    if (version) return { status: 'passed', version }
    if (answer.kind === 'missing') return napiMissing(packageManager)
    return failed((t) => t.checks.broken('napi', reasonForNoVersion(answer)(t)), packageManager)
  },
}

/** The project's packages are not installed. */
export function napiMissing(packageManager: string): CheckFailure {
  return failed((t) => t.checks.napiMissing, packageManager)
}

function failed(message: Localized, packageManager: string): CheckFailure {
  return { status: 'failed', message, hint: (t) => t.checks.installPackages(`${packageManager} install`) }
}

/**
 * napi in the nearest node_modules, of this folder or its parents; otherwise the one on the PATH, to which Yarn adds it if
 * there is no node_modules.
 */
export function napiProgram(folder: string): string {
  const program = join(folder, 'node_modules', '.bin', 'napi')
  if (existsSync(program)) return program
  const parent = dirname(folder)
  return parent === folder ? 'napi' : napiProgram(parent)
}
