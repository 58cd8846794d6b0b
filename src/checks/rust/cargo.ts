import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { toolchainPin } from '../../destination/around/files-above.ts'
import type { ProcessResult } from '../../process/run.ts'
import type { Check, Needs } from '../check.ts'
import type { CheckFailure } from '../check-result.ts'
import { reasonForNoVersion, versionIn } from '../probe.ts'

const onWindows = process.platform === 'win32'

const installRust = onWindows
  ? 'rustup-init (https://rustup.rs)'
  : "curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"

export const cargo: Check = {
  name: 'cargo',
  title: () => () => 'cargo',
  blocks: 'build',
  run: async (needs) => {
    const answer = await needs.probe('cargo', '--version')
    const version = versionIn(answer)
    return version ? { status: 'passed', version } : rustUnavailable('cargo', answer, needs)
  },
}

/** Why cargo or rustc cannot be used, if it has printed no version. */
export function rustUnavailable(program: 'cargo' | 'rustc', answer: ProcessResult, needs?: Needs): CheckFailure {
  if (answer.kind === 'missing') return missing(program)
  const pin = needs && pinFor(needs)
  return {
    status: 'failed',
    message: (t) => t.checks.rustBroken(reasonForNoVersion(answer)(t)),
    hint: (t) => (pin ? t.checks.pinnedRust(pin.file) : t.checks.noToolchain),
  }
}

/** The file above the project because of which rustup uses this toolchain. A variable comes before it. */
export function pinFor({ cwd, project = cwd }: Pick<Needs, 'cwd' | 'project'>) {
  return process.env.RUSTUP_TOOLCHAIN ? undefined : toolchainPin(project)
}

/** After an installation, only new shells have rustup's folder on their PATH. */
function missing(program: 'cargo' | 'rustc'): CheckFailure {
  const { CARGO_HOME } = process.env
  const home = CARGO_HOME ?? join(homedir(), '.cargo')
  if (!existsSync(join(home, 'bin', onWindows ? `${program}.exe` : program)))
    return {
      status: 'failed',
      message: (t) => (program === 'cargo' ? t.checks.rustMissing : t.checks.rustcMissing),
      hint: (t) => t.checks.installRust(installRust),
    }
  const source = `. "${CARGO_HOME ?? '$HOME/.cargo'}/env"`
  return {
    status: 'failed',
    message: (t) => t.checks.notOnPath(program),
    hint: (t) => (onWindows ? t.checks.newTerminal : t.checks.sourceEnv(source)),
  }
}
