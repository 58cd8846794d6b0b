import type { Check, Needs } from './check.ts'
import type { CheckOutcome } from './check-result.ts'
import { versionIn } from './probe.ts'

/** Zig knows the glibc of every age, and cargo-zigbuild has it link for one: both, or neither is of use. */
export const zig: Check = { name: 'zig', title: () => () => 'zig, cargo-zigbuild', look }

async function look({ probe }: Needs): Promise<CheckOutcome> {
  // Where cargo-zigbuild looks for zig, in the same order: first in the Python package `ziglang`. What pipx makes of that
  // package, the project's `bundle` tells it.
  const { CARGO_ZIGBUILD_PYTHON_PATH: python = 'python3', CARGO_ZIGBUILD_ZIG_PATH: program = 'zig' } = process.env
  const [fromPython, plain, fromPipx, zigbuild] = (
    await Promise.all([
      probe(python, '-m', 'ziglang', 'version'),
      probe(program, 'version'),
      probe('python-zig', 'version'),
      probe('cargo-zigbuild', '--version'),
    ])
  ).map(versionIn)

  const version = fromPython ?? plain ?? fromPipx
  if (version && zigbuild)
    return {
      status: 'passed',
      version: `${version}, ${zigbuild}`,
      ...(fromPython ? { detail: () => `${python} -m ziglang` } : {}),
    }
  // With pipx, and not with pip, which newer systems refuse. cargo-zigbuild brings zig.
  const missing = zigbuild ? 'ziglang' : version ? 'cargo-zigbuild' : '--include-deps cargo-zigbuild'
  return {
    status: 'unneeded',
    detail: (t) => t.checks.zigOptional,
    hint: (t) => t.checks.install(`pipx install ${missing}`),
  }
}
