import type { Localized } from '../text/localized.ts'
import type { Check, Needs } from './check.ts'
import type { CheckOutcome, Failed } from './check-result.ts'
import { type ConfiguredLinker, configuredLinker } from './configured-linker.ts'
import { type Probe, versionIn } from './probe.ts'
import { hostTriple } from './rustc.ts'
import { systemInstall } from './system.ts'

/** Rust's compiler leaves the last step to the C compiler. A build is blocked only by one that is surely missing. */
export const linker: Check = {
  name: 'linker',
  title: () => (t) => t.checks.titles.linker,
  blocks: 'build',
  look,
}

async function look({ cwd, probe }: Needs): Promise<CheckOutcome> {
  // There rustup asks for Microsoft's linker itself, and rustc looks for it in places of its own.
  if (process.platform === 'win32') return { status: 'unneeded', detail: (t) => t.checks.linkerOnWindows }
  const host = await hostTriple(probe)
  const own = host === undefined ? undefined : await configuredLinker(host, cwd)
  return own ? lookAtOwn(own, probe) : lookAtCc(host, probe)
}

async function lookAtOwn({ source, program }: ConfiguredLinker, probe: Probe): Promise<CheckOutcome> {
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

async function lookAtCc(host: string | undefined, probe: Probe): Promise<CheckOutcome> {
  // Without Apple's tools, cc is there, but only opens a window that offers them.
  if (process.platform === 'darwin' && (await probe('xcode-select', '-p')).kind !== 'done')
    return missing((t) => t.checks.linkerMissing)
  const answer = await probe('cc', '--version')
  if (answer.kind === 'missing') return missing((t) => t.checks.linkerMissing)

  // A compiler without the C library's own files (Debian's gcc without libc6-dev) repeats the name that it cannot find.
  const startFile = 'Scrt1.o'
  const path = host?.endsWith('-linux-gnu') ? await probe('cc', `-print-file-name=${startFile}`) : undefined
  if (path?.kind === 'done' && path.stdout.trim() === startFile) return missing((t) => t.checks.libcMissing)
  return { status: 'passed', version: versionIn(answer), detail: () => 'cc' }
}

function missing(message: Localized): Failed {
  const command = systemInstall('compiler')
  return {
    status: 'failed',
    message,
    hint: (t) => (command ? t.checks.install(command) : t.failure.noLinker),
  }
}
