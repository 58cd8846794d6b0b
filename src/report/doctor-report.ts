import type { CheckName, CheckResult } from '../checks/check-result.ts'
import type { Messages } from '../messages/en.ts'

/** The statuses in the JSON, whose keys and values are a public contract. */
const statuses = { passed: 'passed', failed: 'failed', optional: 'unneeded' } as const

/** A check result in `doctor --json`, in the user's language. Keys that do not apply are missing. */
export type CheckRecord = {
  readonly name: CheckName
  readonly title: string
  readonly status: (typeof statuses)[CheckResult['status']]
  readonly version?: string
  readonly detail?: string
  readonly problem?: string
  readonly mend?: string
}

export function describeCheck(result: CheckResult, t: Messages): CheckRecord {
  const { name, title, status } = result
  return { name, title: title(t), status: statuses[status], ...textsOf(result, t) }
}

function textsOf(result: CheckResult, t: Messages) {
  if (result.status === 'failed') return { problem: result.message(t), mend: result.hint(t) }
  const detail = result.detail && { detail: result.detail(t) }
  if (result.status === 'optional') return { ...detail, ...(result.hint && { mend: result.hint(t) }) }
  return { ...(result.version === undefined ? {} : { version: result.version }), ...detail }
}

/** A table with one line for each result, followed by how to fix it. */
export function doctorLines(
  results: readonly CheckResult[],
  marks: Readonly<Record<CheckResult['status'], string>>,
  t: Messages,
): string[] {
  const width = Math.max(...results.map(({ title }) => title(t).length))
  return results.flatMap((result) => {
    const { title, version, detail, problem, mend } = describeCheck(result, t)
    const text = problem ?? (version && detail ? `${version} (${detail})` : (version ?? detail ?? t.doctor.found))
    const fixes = (mend ?? '').split('\n').filter(Boolean)
    return [
      `${marks[result.status]} ${title.padEnd(width)}  ${text}`,
      ...fixes.map((line) => `  ${' '.repeat(width)}  ${line}`),
    ]
  })
}

/** Whether a project can be created, installed and built here. */
export function verdict(results: readonly CheckResult[], t: Messages): string {
  const failed = results.filter(({ status }) => status === 'failed').map(({ title }) => title(t))
  return failed.length === 0 ? t.doctor.ready : t.doctor.notReady(failed)
}
