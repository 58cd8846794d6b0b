import type { Messages } from '../messages/en.ts'
import type { CheckName, Finding } from '../checks/check-result.ts'

/** A finding as `doctor --json` tells it, in the language of the person. A key that does not apply is not there. */
export type CheckRecord = {
  readonly name: CheckName
  readonly title: string
  readonly status: Finding['status']
  readonly version?: string
  readonly detail?: string
  readonly problem?: string
  readonly mend?: string
}

export function describeFinding(finding: Finding, say: Messages): CheckRecord {
  const { name, title, status } = finding
  return { name, title: title(say), status, ...wordsOf(finding, say) }
}

function wordsOf(finding: Finding, say: Messages) {
  if (finding.status === 'failed') return { problem: finding.problem(say), mend: finding.mend(say) }
  const detail = finding.detail && { detail: finding.detail(say) }
  if (finding.status === 'unneeded') return { ...detail, ...(finding.mend && { mend: finding.mend(say) }) }
  return { ...(finding.version === undefined ? {} : { version: finding.version }), ...detail }
}

/** One line for each finding, below each other like a table, and below it what would mend it. */
export function diagnosisLines(
  records: readonly CheckRecord[],
  marks: Readonly<Record<Finding['status'], string>>,
  say: Messages,
): string[] {
  const width = Math.max(...records.map(({ title }) => title.length))
  return records.flatMap(({ title, status, version, detail, problem, mend }) => {
    const found = problem ?? (version && detail ? `${version} (${detail})` : (version ?? detail ?? say.doctor.there))
    const below = (mend ?? '').split('\n').filter(Boolean)
    return [
      `${marks[status]} ${title.padEnd(width)}  ${found}`,
      ...below.map((line) => `  ${' '.repeat(width)}  ${line}`),
    ]
  })
}

/** Whether a project can be made, installed and built here. */
export function verdict(records: readonly CheckRecord[], say: Messages): string {
  const failed = records.filter(({ status }) => status === 'failed').map(({ title }) => title)
  return failed.length === 0 ? say.doctor.wellEquipped : say.doctor.lacking(failed)
}
