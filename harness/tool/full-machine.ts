import { expect } from 'vitest'
import type { CheckRecord } from '../../src/report/doctor-report.ts'
import type { DoctorDocument } from '../../src/report/result.ts'
import { goodPrograms, type Machine, type Programs, runTool } from './machine.ts'
import { parseAs } from './schema.ts'

export const host = 'x86_64-unknown-linux-gnu'

export const rustc = `# A fake rustc that also prints its host triple.
echo "rustc 1.90.0 (0000000 2026-01-01)"; echo "host: ${host}"`

/** A machine on which nothing is missing. */
export const everything: Programs = {
  ...goodPrograms,
  rustc,
  git: '# A fake git.\necho "git version 2.39.5"',
  zig: '# A fake zig.\necho 0.13.0',
  'cargo-zigbuild': '# A fake cargo-zigbuild.\necho "cargo-zigbuild 0.20.1"',
}

/** Runs `doctor --json`, validates the document, and adds a function that finds a check in it. */
export async function doctorJson({ cwd, env, bin }: Machine, more: Record<string, string> = {}) {
  const { stdout, exitCode } = await runTool({ cwd, env: { ...env, ...more }, bin }, ['doctor', '--json'])
  const document = parseAs<DoctorDocument>('doctor', String(stdout))
  expect(document.exitCode).toBe(exitCode)
  const check = (name: string) => document.checks?.find((one) => one.name === name) as CheckRecord
  return { ...document, check }
}
