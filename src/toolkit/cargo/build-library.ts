import { BuildError } from '../../errors/errors.ts'
import { type CargoRun, runCargo } from './run-cargo.ts'

/** The crate that becomes the addon; the only `cdylib` of the project. */
export const addonManifest = 'host/addon/Cargo.toml'

/** A line of cargo's `--message-format json`: https://doc.rust-lang.org/cargo/reference/external-tools.html */
type CargoMessage = {
  readonly reason: string
  readonly target?: { readonly kind: readonly string[] }
  readonly filenames?: readonly string[]
}

/** Has cargo build the addon's library, and returns its path. cargo itself shows what does not compile. */
export async function buildLibrary(args: readonly string[], cargoRun: CargoRun): Promise<string> {
  const own = ['--manifest-path', addonManifest, '--lib', '--message-format', 'json-render-diagnostics']
  const stdout = await runCargo([...args, ...own], cargoRun)
  const library = stdout
    .split('\n')
    .filter((line) => line.startsWith('{')) // a macro or a wrapper of the compiler may print as well
    .flatMap((line) => libraryIn(JSON.parse(line)))
    .at(-1)
  if (library !== undefined) return library
  throw new BuildError(
    (t) => ({ message: t.bundle.cargo.noAddon, hint: t.bundle.cargo.crateType(cargoRun.state(t)) }),
    [],
  )
}

function libraryIn({ reason, target, filenames = [] }: CargoMessage): string[] {
  if (reason !== 'compiler-artifact' || !target?.kind.includes('cdylib')) return []
  return filenames.filter((name) => /\.(so|dylib|dll)$/.test(name))
}
