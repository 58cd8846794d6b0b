import type { Env } from '../process/environment.ts'
import type { Check, Needs } from './check.ts'
import type { CheckOutcome } from './check-result.ts'
import { type Probe, versionIn } from './probe.ts'

/** zig and cargo-zigbuild, as far as they were found. */
export type ZigTools = {
  /** The version; undefined if there is no zig. */
  readonly zig: string | undefined
  readonly zigbuild: string | undefined
  /** The Python that has zig as a package, if it comes from there. */
  readonly python: string | undefined
  /** What cargo-zigbuild must be told so that it finds the same zig. */
  readonly env: Env
}

/** Zig knows the glibc of every age, and cargo-zigbuild has it link for one: both are needed, or neither helps. */
export const zig: Check = { name: 'zig', title: () => () => 'zig, cargo-zigbuild', look }

async function look({ probe }: Needs): Promise<CheckOutcome> {
  const tools = await findZig(probe)
  const { zig, zigbuild, python } = tools
  if (zig && zigbuild)
    return {
      status: 'passed',
      version: `${zig}, ${zigbuild}`,
      ...(python ? { detail: () => `${python} -m ziglang` } : {}),
    }
  return {
    status: 'unneeded',
    detail: (t) => t.checks.zigOptional,
    hint: (t) => t.checks.install(installZig(tools)),
  }
}

/**
 * Looks where cargo-zigbuild looks, in the same order: first in the Python package `ziglang`. What pipx makes of that
 * package, `python-zig`, it has to be told.
 */
export async function findZig(probe: Probe): Promise<ZigTools> {
  const { CARGO_ZIGBUILD_PYTHON_PATH: python = 'python3', CARGO_ZIGBUILD_ZIG_PATH: program = 'zig' } = process.env
  const [fromPython, plain, fromPipx, zigbuild] = (
    await Promise.all([
      probe(python, '-m', 'ziglang', 'version'),
      probe(program, 'version'),
      probe('python-zig', 'version'),
      probe('cargo-zigbuild', '--version'),
    ])
  ).map(versionIn)
  const own = fromPython ?? plain
  return {
    zig: own ?? fromPipx,
    zigbuild,
    python: fromPython && python,
    env: !own && fromPipx ? { CARGO_ZIGBUILD_ZIG_PATH: 'python-zig' } : {},
  }
}

/** The names of those that are missing. */
export function missingZig({ zig, zigbuild }: ZigTools): string[] {
  return [...(zig ? [] : ['zig']), ...(zigbuild ? [] : ['cargo-zigbuild'])]
}

/** The command that installs those. */
export function installZig(tools: ZigTools): string {
  const missing = missingZig(tools)
  if (process.platform === 'darwin') return `brew install ${missing.join(' ')}`
  // With pipx, and not with pip, which newer systems reject. cargo-zigbuild brings zig.
  if (missing.length > 1) return 'pipx install --include-deps cargo-zigbuild'
  return `pipx install ${missing.join('').replace(/^zig$/, 'ziglang')}`
}
