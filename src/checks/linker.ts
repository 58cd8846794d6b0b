import type { Failed, Outcome } from './check-result.ts'
import type { Phrase } from '../text/localized.ts'
import type { Check, Needs } from './check.ts'
import { type OwnLinker, ownLinker } from './configured-linker.ts'
import { type Query, versionIn } from './probe.ts'
import { hostTriple } from './rustc.ts'
import { systemInstall } from './system.ts'

/** Rust's compiler leaves the last step to the C compiler. A build is blocked only by one that is surely missing. */
export const linker: Check = {
  name: 'linker',
  title: () => (say) => say.checks.titles.linker,
  blocks: 'build',
  look,
}

async function look({ cwd, query }: Needs): Promise<Outcome> {
  // There rustup asks for Microsoft's linker itself, and rustc looks for it in places of its own.
  if (process.platform === 'win32') return { status: 'unneeded', detail: (say) => say.checks.linkerOnWindows }
  const host = await hostTriple(query)
  const own = host === undefined ? undefined : await ownLinker(host, cwd)
  return own ? lookAtOwn(own, query) : lookAtCc(host, query)
}

async function lookAtOwn({ source, program }: OwnLinker, query: Query): Promise<Outcome> {
  const answer = program === undefined ? undefined : await query(program, '--version')
  if (program !== undefined && answer?.kind === 'missing')
    return {
      status: 'failed',
      problem: (say) => say.checks.ownLinkerMissing(program, source),
      mend: (say) => say.checks.ownLinkerMend(program, source),
    }
  const version = answer && versionIn(answer)
  return { status: 'passed', version, detail: (say) => say.checks.chosenBy(program, source) }
}

async function lookAtCc(host: string | undefined, query: Query): Promise<Outcome> {
  // Without Apple's tools, cc is there, but only opens a window that offers them.
  if (process.platform === 'darwin' && (await query('xcode-select', '-p')).kind !== 'done')
    return missing((say) => say.checks.linkerMissing)
  const answer = await query('cc', '--version')
  if (answer.kind === 'missing') return missing((say) => say.checks.linkerMissing)

  // A compiler without the C library's own files (Debian's gcc without libc6-dev) repeats the name that it cannot find.
  const startFile = 'Scrt1.o'
  const path = host?.endsWith('-linux-gnu') ? await query('cc', `-print-file-name=${startFile}`) : undefined
  if (path?.kind === 'done' && path.stdout.trim() === startFile) return missing((say) => say.checks.libcMissing)
  return { status: 'passed', version: versionIn(answer), detail: () => 'cc' }
}

function missing(problem: Phrase): Failed {
  const command = systemInstall('compiler')
  return {
    status: 'failed',
    problem,
    mend: (say) => (command ? say.checks.install(command) : say.failure.noLinker),
  }
}
