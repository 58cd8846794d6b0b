import type { CheckResult } from '../checks/check-result.ts'
import { place } from '../destination/destination.ts'
import type { Messages } from '../messages/en.ts'
import type { Plan } from '../plan/plan.ts'
import { plannedSteps } from '../plan/planned-steps.ts'
import { displayName } from '../text/display.ts'
import { formatSize } from '../text/format.ts'
import { noticeLines } from './print.ts'
import { describeFiles, type ResultFile, type ResultNotice } from './result.ts'

/** The plan for humans: files with their sizes, commands, and the versions of the tools that would run them. */
export function dryRunLines(
  plan: Plan,
  results: readonly CheckResult[],
  notices: readonly ResultNotice[],
  t: Messages,
): string[] {
  const files = describeFiles(plan)
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const sizes = files.map(({ bytes }) => formatSize(bytes, t))
  const width = Math.max(...sizes.map(({ length }) => length))
  const versions = results.flatMap((result) =>
    result.status === 'passed' && result.version ? `${result.title(t)} ${result.version}` : [],
  )
  const commands = plannedSteps(plan).flatMap(({ command }) => (command === undefined ? [] : [`  ${command}`]))
  return [
    t.dryRun.title(plan.name, plan.framework.title),
    '',
    t.dryRun.files(place(plan.destination)(t), files.length, formatSize(total, t)),
    ...files.map((file, index) => `  ${(sizes[index] ?? '').padStart(width)}  ${file.path}${note(file, t)}`),
    ...plan.moved.map(({ path, backup }) => `  ${' '.repeat(width)}  ${path} (${t.folder.notes.backup(backup)})`),
    ...(commands.length > 0 ? ['', t.dryRun.commands, ...commands] : []),
    ...(versions.length > 0 ? ['', t.dryRun.versions(versions)] : []),
    ...(notices.length > 0 ? ['', ...noticeLines(notices)] : []),
    '',
    t.dryRun.untouched,
  ]
}

/** What happens to the user's file at this path, if there is one. */
function note({ status, backup, beside }: ResultFile, { folder: { notes } }: Messages): string {
  const texts = [
    ...(beside === undefined ? [] : [notes.beside(displayName(beside))]),
    ...(status === 'unchanged' ? [notes.unchanged] : []),
    ...(status === 'completed' ? [notes.completed] : []),
    ...(backup === undefined ? [] : [notes.backup(displayName(backup))]),
  ]
  return texts.length === 0 ? '' : ` (${texts.join(', ')})`
}
