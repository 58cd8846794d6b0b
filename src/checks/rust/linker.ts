import type { Localized } from '../../text/localized.ts'
import type { Check, Needs } from '../check.ts'
import type { CheckFailure, CheckOutcome } from '../check-result.ts'
import { type Probe, versionIn } from '../probe.ts'
import { systemInstall } from '../system.ts'
import { type ConfiguredLinker, configuredLinker } from './configured-linker.ts'
import { hostTriple } from './rustc.ts'

/** rustc links with the C compiler. The check fails only if a linker is certainly missing. */
export const linker: Check = {
  name: 'linker',
  title: () => (t) => t.checks.titles.linker,
  blocks: 'build',
  run,
}

async function run({ cwd, probe }: Needs): Promise<CheckOutcome> {
  // On Windows, rustup asks for Microsoft's linker itself, and rustc finds it without the PATH.
  if (process.platform === 'win32') return { status: 'optional', detail: (t) => t.checks.linkerOnWindows }
  const host = await hostTriple(probe)
  const configured = host === undefined ? undefined : await configuredLinker(host, cwd)
  return configured ? checkConfigured(configured, probe) : checkCc(host, probe)
}

async function checkConfigured({ source, program }: ConfiguredLinker, probe: Probe): Promise<CheckOutcome> {
  const answer = program === undefined ? undefined : await probe(program, '--version')
  if (program !== undefined && answer?.kind === 'missing')
    return {
      status: 'failed',
      message: (t) => t.checks.configuredLinkerMissing(program, source),
      hint: (t) => t.checks.fixConfiguredLinker(program, source),
    }
  const version = answer && versionIn(answer)
  return { status: 'passed', version, detail: (t) => t.checks.configuredIn(program, source) }
}

async function checkCc(host: string | undefined, probe: Probe): Promise<CheckOutcome> {
  // On macOS, cc exists even without Apple's tools, but only offers to install them.
  if (process.platform === 'darwin' && (await probe('xcode-select', '-p')).kind !== 'done')
    return missing((t) => t.checks.linkerMissing)
  const answer = await probe('cc', '--version')
  if (answer.kind === 'missing') return missing((t) => t.checks.linkerMissing)

  // A compiler without the C library's files (Debian's gcc without libc6-dev) prints the name unchanged.
  const startFile = 'Scrt1.o'
  const path = host?.endsWith('-linux-gnu') ? await probe('cc', `-print-file-name=${startFile}`) : undefined
  if (path?.kind === 'done' && path.stdout.trim() === startFile) return missing((t) => t.checks.libcMissing)
  return { status: 'passed', version: versionIn(answer), detail: () => 'cc' }
}

function missing(message: Localized): CheckFailure {
  const command = systemInstall('compiler')
  return {
    status: 'failed',
    message,
    hint: (t) => (command ? t.checks.install(command) : t.failure.noLinker),
  }
}
