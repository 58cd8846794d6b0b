import type { Env } from '../process/environment.ts'
import type { Check, Needs } from './check.ts'
import type { CheckOutcome } from './check-result.ts'
import { type Probe, versionIn } from './probe.ts'

/** The versions of zig and cargo-zigbuild; undefined if missing. */
export type ZigTools = {
  readonly zig: string | undefined
  readonly zigbuild: string | undefined
  /** The Python whose package provides zig, if it comes from one. */
  readonly python: string | undefined
  /** The program that zig is, with the arguments that make it so. */
  readonly command: readonly [program: string, ...args: readonly string[]]
  /** Variables with which cargo-zigbuild finds the same zig. */
  readonly env: Env
}

/** Zig can link for any version of glibc, and cargo-zigbuild makes it link for one: one is useless without the other. */
export const zig: Check = { name: 'zig', title: () => () => 'zig, cargo-zigbuild', run }

async function run({ probe }: Needs): Promise<CheckOutcome> {
  const tools = await findZig(probe)
  const { zig, zigbuild, python } = tools
  if (zig && zigbuild)
    return {
      status: 'passed',
      version: `${zig}, ${zigbuild}`,
      ...(python ? { detail: () => `${python} -m ziglang` } : {}),
    }
  return {
    status: 'optional',
    detail: (t) => t.checks.zigOptional,
    hint: (t) => t.checks.install(installZig(tools)),
  }
}

/**
 * Searches in the same order as cargo-zigbuild: first for the Python package `ziglang`, then for `zig`. It does not find
 * `python-zig`, the program that pipx installs from that package, unless a variable names it.
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
  const found = fromPython ?? plain
  return {
    zig: found ?? fromPipx,
    zigbuild,
    python: fromPython && python,
    command: fromPython ? [python, '-m', 'ziglang'] : [plain || !fromPipx ? program : 'python-zig'],
    env: !found && fromPipx ? { CARGO_ZIGBUILD_ZIG_PATH: 'python-zig' } : {},
  }
}

/** The names of the missing tools. */
export function missingZig({ zig, zigbuild }: ZigTools): string[] {
  return [...(zig ? [] : ['zig']), ...(zigbuild ? [] : ['cargo-zigbuild'])]
}

/** The command that installs the missing tools. */
export function installZig(tools: ZigTools): string {
  const missing = missingZig(tools)
  if (process.platform === 'darwin') return `brew install ${missing.join(' ')}`
  // Not with pip, which newer systems reject. cargo-zigbuild depends on zig.
  if (missing.length > 1) return 'pipx install --include-deps cargo-zigbuild'
  return `pipx install ${missing.join('').replace(/^zig$/, 'ziglang')}`
}
