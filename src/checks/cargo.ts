import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Failed } from './check-result.ts'
import type { Ended } from '../process/run.ts'
import type { Check } from './check.ts'
import { versionIn, whyNoVersion } from './probe.ts'

const onWindows = process.platform === 'win32'

const installRust = onWindows
  ? 'rustup-init (https://rustup.rs)'
  : "curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"

export const cargo: Check = {
  name: 'cargo',
  title: () => () => 'cargo',
  blocks: 'build',
  look: async ({ query }) => {
    const answer = await query('cargo', '--version')
    const version = versionIn(answer)
    return version ? { status: 'passed', version } : useless('cargo', answer)
  },
}

/** Why there is no use in a part of Rust that told no version. */
export function useless(program: 'cargo' | 'rustc', answer: Ended): Failed {
  if (answer.kind === 'missing') return missing(program)
  return {
    status: 'failed',
    problem: (say) => say.checks.rustSilent(whyNoVersion(answer)(say)),
    mend: (say) => say.checks.noToolchain,
  }
}

/** Right after its installation, rustup's folder is on the PATH of new shells only. */
function missing(program: 'cargo' | 'rustc'): Failed {
  const { CARGO_HOME } = process.env
  const home = CARGO_HOME ?? join(homedir(), '.cargo')
  if (!existsSync(join(home, 'bin', onWindows ? `${program}.exe` : program)))
    return {
      status: 'failed',
      problem: (say) => (program === 'cargo' ? say.checks.rustMissing : say.checks.rustcMissing),
      mend: (say) => say.checks.installRust(installRust),
    }
  const source = `. "${CARGO_HOME ?? '$HOME/.cargo'}/env"`
  return {
    status: 'failed',
    problem: (say) => say.checks.notOnPath(program),
    mend: (say) => (onWindows ? say.checks.newTerminal : say.checks.sourceEnv(source)),
  }
}
