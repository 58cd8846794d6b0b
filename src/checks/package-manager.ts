import { join } from 'node:path'
import { findPackageManager } from '../choices/package-manager.ts'
import type { ProcessResult } from '../process/run.ts'
import type { Localized } from '../text/localized.ts'
import type { Check, Needs } from './check.ts'
import type { CheckOutcome } from './check-result.ts'
import { inStandIn, type ManagerPin, managerPin } from './manager-pin.ts'
import { createProbe, reasonForNoVersion, versionIn } from './probe.ts'

/** The program that installs the project and runs its scripts. */
export const packageManager: Check = {
  name: 'packageManager',
  title:
    ({ packageManager }) =>
    () =>
      packageManager,
  blocks: 'install',
  run,
}

async function run(needs: Needs): Promise<CheckOutcome> {
  const { packageManager, cwd, project = join(cwd, 'project'), signal } = needs
  const pin = managerPin(project)
  const ask = (folder: string) => createProbe(folder, signal)(packageManager, '--version')
  const answer = pin ? await inStandIn(pin, ask) : await needs.probe(packageManager, '--version')
  const version = versionIn(answer)
  if (pin && obeys(packageManager, answer, pin)) return obeying(packageManager, answer, pin)
  if (version) return { status: 'passed', version }
  return {
    status: 'failed',
    message: (t) => t.checks.broken(packageManager, reasonForNoVersion(answer)(t)),
    hint: answer.kind === 'missing' ? installHint(packageManager) : (t) => t.around.repair(packageManager),
  }
}

/**
 * Whether it fails, or will fail, because of the pin. yarn 1 says so only once it is to do something: it rejects every
 * `packageManager` but its own, unless corepack or a variable says otherwise (`findPackageManager` in yarn 1.22's cli).
 */
function obeys(program: string, answer: ProcessResult, { name, pinned, fields }: ManagerPin): boolean {
  const version = versionIn(answer)
  const isYarn1 = program === 'yarn' && version?.startsWith('1.') && 'packageManager' in fields && fields.packageManager
  if (isYarn1)
    return !/^yarn@[01]\./.test(pinned) && !process.env.COREPACK_ROOT && !process.env.SKIP_YARN_COREPACK_CHECK
  if (version || answer.kind !== 'failed') return false
  return program === name || answer.output.some((line) => line.includes('is configured to use'))
}

function obeying(program: string, answer: ProcessResult, { file, pinned, name }: ManagerPin): CheckOutcome {
  const said = versionIn(answer) ? [] : [reasonForNoVersion(answer)]
  return {
    status: 'failed',
    message: (t) =>
      t.failure.problems([
        t.around.obeys(program, file, pinned),
        ...(name === program ? said.map((reason) => reason(t)) : []),
      ]),
    hint: (t) => (name === program ? t.around.enableCorepack(file) : t.around.choosePinned(name, file)),
  }
}

function installHint(program: string): Localized {
  return (t) =>
    program === 'npm'
      ? t.checks.installNode // it comes with Node
      : t.checks.install(findPackageManager(program)?.get ?? '')
}
