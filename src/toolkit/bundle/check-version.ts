import { UsageError } from '../../errors/errors.ts'
import type { Crate } from '../cargo/crate.ts'
import type { PackageJson } from './package-json.ts'

/**
 * Rejects two versions of one project: `npm version` raises only that of package.json, and the archive, /health and the release on
 * the host have that of Cargo.toml. A package.json without a version is fine.
 */
export function rejectOtherVersion({ version: inNpm }: PackageJson, { version }: Crate): void {
  if (inNpm === undefined || inNpm === version) return
  throw new UsageError((t) => t.bundle.config.versions(String(inNpm), version))
}
