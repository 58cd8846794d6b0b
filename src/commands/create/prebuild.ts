import type { MissingRequirement } from '../../checks/check-result.ts'
import { createProbe } from '../../checks/probe.ts'
import { hostTriple } from '../../checks/rust/rustc.ts'
import type { Plan } from '../../plan/plan.ts'
import { run } from '../../process/run.ts'

/** A cargo build that runs while the package manager downloads and unpacks. */
export type Prebuild = {
  readonly ended: Promise<void>
  readonly stop: () => Promise<void>
}

type Machine = { readonly missing: readonly MissingRequirement[]; readonly signal: AbortSignal | undefined }

/**
 * Runs the same cargo command as the build script will (`napi build` of @napi-rs/cli 3.10 runs
 * `cargo build --target <host> --release --manifest-path host/addon/Cargo.toml --lib`), which then finds everything compiled. If the commands ever differ, cargo
 * compiles again: slower, but never wrong. Its result is ignored: the build reports any error.
 */
export function startPrebuild(
  { destination, install, build, verbose }: Plan,
  { missing, signal }: Machine,
): Prebuild | undefined {
  // The live output of two programs would be mixed.
  if (!install || !build || verbose || missing.length > 0) return undefined
  const stopping = new AbortController()
  const options = { cwd: destination.path, signal: AbortSignal.any([stopping.signal, ...(signal ? [signal] : [])]) }
  const ended = compile()
  return {
    ended,
    stop() {
      stopping.abort('SIGTERM')
      return ended
    },
  }

  async function compile(): Promise<void> {
    const triple = process.env.CARGO_BUILD_TARGET ?? (await hostTriple(createProbe(options.cwd, options.signal))) // napi's own rule
    if (triple)
      await run(
        'cargo',
        ['build', '--locked', '--release', '--manifest-path', 'host/addon/Cargo.toml', '--lib', '--target', triple],
        options,
      )
  }
}
