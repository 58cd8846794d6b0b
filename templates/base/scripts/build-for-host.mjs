import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { ask, buildLibrary } from './cargo.mjs'
import { Failure } from './failure.mjs'

const target = 'x86_64-unknown-linux-gnu'

/**
 * Builds the addon for a Linux host with an x86-64 processor and this glibc, or any later one, and returns its path.
 * A library that is linked here in the ordinary way asks for this machine's glibc; zig knows those of every age, and
 * cargo-zigbuild has it link for one of them.
 * @param {string} glibc say `2.17`
 * @param {string} targetDirectory where cargo builds
 */
export async function buildForHost(glibc, targetDirectory) {
  demandTools()
  // A folder of its own: in the other one, each `build` and each `bundle` would make the other start from nothing.
  const folder = join(targetDirectory, 'bundle')
  // Panics name source files. The home folder of who builds is nobody's business, and would change the bytes.
  const cargoHome = process.env.CARGO_HOME ?? join(homedir(), '.cargo')
  const flags = `target.${target}.rustflags=${JSON.stringify([`--remap-path-prefix=${cargoHome}=cargo`])}`
  const args = ['--profile', 'bundle', '--target', `${target}.${glibc}`, '--target-dir', folder, '--config', flags]
  return await buildLibrary(['zigbuild', ...args])
}

function demandTools() {
  const missing = [...(findZig() ? [] : ['zig']), ...(runs('cargo-zigbuild', '--version') ? [] : ['cargo-zigbuild'])]
  if (missing.length > 0) {
    const install =
      process.platform === 'darwin' ? `brew install ${missing.join(' ')}` : `pipx install ${pipx(missing)}`
    throw new Failure(`To build for the host, ${missing.join(' and ')} must be installed: ${install}`)
  }
  if (!existsSync(ask('rustc', ['--print', 'target-libdir', '--target', target])))
    throw new Failure(`Rust has no library for the host's system here: rustup target add ${target}`)
}

/**
 * Where cargo-zigbuild looks, and first in the Python package `ziglang`; or else, which it is then told of, what pipx makes
 * of that package.
 */
function findZig() {
  const { CARGO_ZIGBUILD_PYTHON_PATH: python = 'python3', CARGO_ZIGBUILD_ZIG_PATH: zig = 'zig' } = process.env
  if (runs(python, '-m', 'ziglang', 'version') || runs(zig, 'version')) return true
  if (!runs('python-zig', 'version')) return false
  process.env.CARGO_ZIGBUILD_ZIG_PATH = 'python-zig'
  return true
}

/**
 * With pipx, and not with pip, which newer systems refuse. cargo-zigbuild brings zig.
 * @param {string[]} missing
 */
function pipx(missing) {
  return missing.length > 1 ? '--include-deps cargo-zigbuild' : missing[0].replace(/^zig$/, 'ziglang')
}

/**
 * @param {string} program
 * @param {string[]} args
 */
function runs(program, ...args) {
  try {
    return ask(program, args) !== ''
  } catch {
    return false
  }
}
