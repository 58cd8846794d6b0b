import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { isOlder } from '../core/version.ts'
import { run } from '../io/run.ts'
import type { Check, Finding, Needs } from './finding.ts'

const installRust =
  process.platform === 'win32'
    ? 'Install Rust with rustup-init, from https://rustup.rs'
    : "Install Rust: curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"

export const cargo: Check = { tool: 'cargo', isNeeded: ({ build }) => build, look }

async function look({ cwd, minimumRust, signal }: Needs): Promise<Finding> {
  const ask = (program: string) => run(program, ['--version'], { cwd, signal, timeout: 60_000 })
  const [answer, compiler] = await Promise.all([ask('cargo'), ask('rustc')])
  if (answer.kind === 'missing' || compiler.kind === 'missing') return failed('Rust is not installed', mendMissing())
  if (answer.kind !== 'done' || compiler.kind !== 'done')
    return failed('Rust is there, but does not answer', 'Choose a toolchain: rustup default stable')

  const version = /\d+\.\d+\.\d+/.exec(compiler.stdout)?.[0] ?? ''
  if (minimumRust && isOlder(version, minimumRust))
    return failed(`Rust ${version} is too old, the project needs ${minimumRust}`, 'Update it: rustup update stable')
  return { tool: 'cargo', status: 'passed', version }
}

/** Right after its installation, rustup's folder is on the PATH of new shells only. */
function mendMissing(): string {
  const folder = join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'bin')
  if (!existsSync(join(folder, process.platform === 'win32' ? 'cargo.exe' : 'cargo'))) return installRust
  return `It is in ${folder}, which is not on your PATH: open a new terminal`
}

function failed(problem: string, mend: string): Finding {
  return { tool: 'cargo', status: 'failed', problem, mend }
}
