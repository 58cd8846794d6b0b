import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Phrase } from '../core/phrase.ts'
import { isOlder } from '../core/version.ts'
import type { Check, Finding, Needs } from './finding.ts'
import { askVersion, versionIn, whyNoVersion } from './version.ts'

const onWindows = process.platform === 'win32'

const installRust = onWindows
  ? 'rustup-init (https://rustup.rs)'
  : "curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"

export const cargo: Check = { tool: 'cargo', title: () => 'Rust', isNeeded: ({ build }) => build, look }

async function look(needs: Needs): Promise<Finding> {
  const [answer, compiler] = await Promise.all([askVersion('cargo', needs), askVersion('rustc', needs)])
  if (answer.kind === 'missing' || compiler.kind === 'missing')
    return missing(answer.kind === 'missing' ? 'cargo' : 'rustc')

  const version = versionIn(compiler)
  if (!versionIn(answer) || !version) {
    const silent = versionIn(answer) ? compiler : answer
    return failed(
      (say) => say.checks.rustSilent(whyNoVersion(silent)(say)),
      (say) => say.checks.noToolchain,
    )
  }
  if (needs.minimumRust && isOlder(version, needs.minimumRust)) return tooOld(version, needs.minimumRust)
  return { tool: 'cargo', status: 'passed', version }
}

/** Right after its installation, rustup's folder is on the PATH of new shells only. */
function missing(program: 'cargo' | 'rustc'): Finding {
  const { CARGO_HOME } = process.env
  const home = CARGO_HOME ?? join(homedir(), '.cargo')
  if (!existsSync(join(home, 'bin', onWindows ? `${program}.exe` : program)))
    return failed(
      (say) => (program === 'cargo' ? say.checks.rustMissing : say.checks.rustcMissing),
      (say) => say.checks.installRust(installRust),
    )
  const source = `. "${CARGO_HOME ?? '$HOME/.cargo'}/env"`
  return failed(
    (say) => say.checks.notOnPath(program),
    (say) => (onWindows ? say.checks.newTerminal : say.checks.sourceEnv(source)),
  )
}

export function tooOld(version: string, needed: string): Failed {
  return failed(
    (say) => say.checks.rustOld(version, needed),
    (say) => say.checks.updateRust,
  )
}

type Failed = Extract<Finding, { status: 'failed' }>

function failed(problem: Phrase, mend: Phrase): Failed {
  return { tool: 'cargo', status: 'failed', problem, mend }
}
