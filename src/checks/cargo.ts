import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { isOlder } from '../core/version.ts'
import type { Check, Finding, Needs } from './finding.ts'
import { askVersion, versionIn, whyNoVersion } from './version.ts'

const onWindows = process.platform === 'win32'

const installRust = onWindows
  ? 'Install Rust with rustup-init, from https://rustup.rs'
  : "Install Rust: curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"

export const cargo: Check = { tool: 'cargo', title: 'Rust', isNeeded: ({ build }) => build, look }

async function look(needs: Needs): Promise<Finding> {
  const [answer, compiler] = await Promise.all([askVersion('cargo', needs), askVersion('rustc', needs)])
  if (answer.kind === 'missing' || compiler.kind === 'missing')
    return missing(answer.kind === 'missing' ? 'cargo' : 'rustc')

  const version = versionIn(compiler)
  if (!versionIn(answer) || !version) {
    const silent = versionIn(answer) ? compiler : answer
    return failed(
      `Rust is there, but does not answer: ${whyNoVersion(silent)}`,
      'If it lacks a toolchain: rustup default stable',
    )
  }
  if (needs.minimumRust && isOlder(version, needs.minimumRust))
    return failed(
      `Rust ${version} is too old, the project needs ${needs.minimumRust}`,
      'Update it: rustup update stable',
    )
  return { tool: 'cargo', status: 'passed', version }
}

/** Right after its installation, rustup's folder is on the PATH of new shells only. */
function missing(program: 'cargo' | 'rustc'): Finding {
  const { CARGO_HOME } = process.env
  const home = CARGO_HOME ?? join(homedir(), '.cargo')
  if (!existsSync(join(home, 'bin', onWindows ? `${program}.exe` : program)))
    return failed(program === 'cargo' ? 'Rust is not installed' : 'Rust has no rustc', installRust)
  const mend = onWindows ? 'Open a new terminal' : `. "${CARGO_HOME ?? '$HOME/.cargo'}/env" (or open a new terminal)`
  return failed(`${program} is not on your PATH`, mend)
}

function failed(problem: string, mend: string): Finding {
  return { tool: 'cargo', status: 'failed', problem, mend }
}
