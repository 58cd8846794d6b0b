import type { CheckName, CheckResult } from '../checks/check-result.ts'
import type { Messages } from '../messages/en.ts'

/** A finding as `doctor --json` tells it, in the language of the person. A key that does not apply is not there. */
export type CheckRecord = {
  readonly name: CheckName
  readonly title: string
  readonly status: CheckResult['status']
  readonly version?: string
  readonly detail?: string
  readonly problem?: string
  readonly mend?: string
}

export function describeCheck(result: CheckResult, t: Messages): CheckRecord {
  const { name, title, status } = result
  return { name, title: title(t), status, ...wordsOf(result, t) }
}

function wordsOf(result: CheckResult, t: Messages) {
  if (result.status === 'failed') return { problem: result.message(t), mend: result.hint(t) }
  const detail = result.detail && { detail: result.detail(t) }
  if (result.status === 'unneeded') return { ...detail, ...(result.hint && { mend: result.hint(t) }) }
  return { ...(result.version === undefined ? {} : { version: result.version }), ...detail }
}

/** One line for each finding, below each other like a table, and below it what would mend it. */
export function diagnosisLines(
  records: readonly CheckRecord[],
  marks: Readonly<Record<CheckResult['status'], string>>,
  t: Messages,
): string[] {
  const width = Math.max(...records.map(({ title }) => title.length))
  return records.flatMap(({ title, status, version, detail, problem, mend }) => {
    const found = problem ?? (version && detail ? `${version} (${detail})` : (version ?? detail ?? t.doctor.found))
    const below = (mend ?? '').split('\n').filter(Boolean)
    return [
      `${marks[status]} ${title.padEnd(width)}  ${found}`,
      ...below.map((line) => `  ${' '.repeat(width)}  ${line}`),
    ]
  })
}

/** Whether a project can be made, installed and built here. */
export function verdict(records: readonly CheckRecord[], t: Messages): string {
  const failed = records.filter(({ status }) => status === 'failed').map(({ title }) => title)
  return failed.length === 0 ? t.doctor.ready : t.doctor.notReady(failed)
}
