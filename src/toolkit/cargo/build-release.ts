import { statSync } from 'node:fs'
import type { Needs } from '../../checks/check.ts'
import { napiMissing, napiProgram } from '../../checks/project/napi.ts'
import { BuildError, Cancelled, EnvironmentError } from '../../errors/errors.ts'
import { run } from '../../process/run.ts'
import { addonManifest } from './build-library.ts'

/**
 * Builds `app.node` for this machine, in the release profile, by napi's command line, which shows what it and cargo
 * print. Throws an EnvironmentError if the project's packages are not installed, a BuildError if the build fails.
 */
export async function buildRelease(
  args: readonly string[],
  { cwd, packageManager }: Needs,
  signal: AbortSignal,
): Promise<void> {
  const program = napiProgram(cwd)
  // The package.json is that of the project, where napi finds the addon's name, and Cargo.toml that of the addon.
  const paths = ['--manifest-path', addonManifest, '--package-json-path', 'package.json', '--output-dir', '.']
  const before = stateOf('app.node')
  const result = await run(program, ['build', '--release', ...paths, '--', '--lib', ...args], {
    cwd,
    live: true,
    signal,
  })
  switch (result.kind) {
    case 'done':
      if (stateOf('app.node') !== before) return
      throw new BuildError((t) => t.bundle.build.notWritten, [])
    case 'stopped':
      throw new Cancelled(signal.reason, (t) => ({ ...t.cancelled.untouched, hint: t.bundle.cargo.states.addonKept }))
    case 'missing': {
      const { message, hint } = napiMissing(packageManager)
      throw new EnvironmentError((t) => ({ message: `${message(t)}.`, hint: hint(t) }))
    }
    default:
      throw new BuildError((t) => t.bundle.build.failed(result.reason(t)), [])
  }
}

/** Changes whenever a file is written, even with the same content; undefined if there is none. */
function stateOf(file: string): string | undefined {
  const stats = statSync(file, { throwIfNoEntry: false, bigint: true })
  return stats && `${stats.ino} ${stats.ctimeNs}`
}
