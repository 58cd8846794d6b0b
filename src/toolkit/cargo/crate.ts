import { resolve } from 'node:path'
import { UsageError } from '../../errors/errors.ts'
import { type CargoRun, runCargo } from './run-cargo.ts'

/** What Cargo.toml says of the crate, and where cargo builds. */
export type Crate = { readonly name: string; readonly version: string; readonly targetDirectory: string }

/** What `cargo metadata` prints: https://doc.rust-lang.org/cargo/commands/cargo-metadata.html */
type Metadata = {
  readonly packages: readonly { readonly name: string; readonly version: string; readonly manifest_path: string }[]
  readonly target_directory: string
}

/** The crate of the current folder; there may be others in its workspace. */
export async function readCrate(cargoRun: CargoRun): Promise<Crate> {
  const metadata: Metadata = JSON.parse(await runCargo(['metadata', '--no-deps', '--format-version', '1'], cargoRun))
  const manifest = resolve('Cargo.toml')
  const crate = metadata.packages.find(({ manifest_path }) => resolve(manifest_path) === manifest)
  if (!crate) throw new UsageError((t) => t.bundle.cargo.noPackage(manifest))
  return { name: crate.name, version: crate.version, targetDirectory: metadata.target_directory }
}
