import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Localized } from '../../text/localized.ts'
import type { Check } from '../check.ts'
import type { Failed } from '../check-result.ts'
import { versionIn, whyNoVersion } from '../probe.ts'

/** napi's command line, which builds the addon: one of the project's own packages. */
export const napi: Check = {
  name: 'napi',
  title: () => () => '@napi-rs/cli',
  blocks: 'build',
  look: async ({ cwd, packageManager, probe }) => {
    const answer = await probe(napiProgram(cwd), '--version')
    const version = versionIn(answer)
    if (version) return { status: 'passed', version }
    if (answer.kind === 'missing') return napiMissing(packageManager)
    return failed((t) => t.checks.broken('napi', whyNoVersion(answer)(t)), packageManager)
  },
}

/** Its packages are not installed. */
export function napiMissing(packageManager: string): Failed {
  return failed((t) => t.checks.napiMissing, packageManager)
}

function failed(message: Localized, packageManager: string): Failed {
  return { status: 'failed', message, hint: (t) => t.checks.installPackages(`${packageManager} install`) }
}

/**
 * The nearest in the node_modules of this folder and those above, where package managers put it; else the one on the
 * PATH, to which Yarn adds it if there is no node_modules.
 */
export function napiProgram(folder: string): string {
  const program = join(folder, 'node_modules', '.bin', 'napi')
  if (existsSync(program)) return program
  const above = dirname(folder)
  return above === folder ? 'napi' : napiProgram(above)
}
