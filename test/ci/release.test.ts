import { join, resolve } from 'node:path'
import { execa } from 'execa'
import { outputFile } from 'fs-extra/esm'
import { expect, test } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'

async function notes(tag: string, version: string, changelog: string) {
  const cwd = await emptyFolder()
  await outputFile(join(cwd, 'package.json'), JSON.stringify({ version }))
  await outputFile(join(cwd, 'CHANGELOG.md'), changelog)
  return execa(process.execPath, [resolve('scripts/release-notes.mjs'), tag], { cwd, reject: false })
}

const changelog = '# Changelog\n\n## 1.10.0 (2026-02-01)\n\n- Ten.\n\n## 1.1.0 (2026-01-01)\n\n- One.\n'

test.each([
  ['v1.10.0', '1.10.0', '- Ten.'],
  ['v1.1.0', '1.1.0', '- One.'],
])('the notes of %s are its section in the changelog', async (tag, version, section) => {
  const { exitCode, stdout } = await notes(tag, version, changelog)
  expect(exitCode).toBe(0)
  expect(stdout).toBe(section)
})

test.each([
  ['v1.10.0', '1.1.0', changelog, 'the tag is v1.10.0, but package.json has 1.1.0'],
  ['1.1.0', '1.1.0', changelog, 'the tag is 1.1.0'],
  ['v1.2.0', '1.2.0', changelog, 'CHANGELOG.md has no section for 1.2.0'],
  ['v1.1.0', '1.1.0', '## 1.1.0 (unreleased)\n', 'CHANGELOG.md has no date in "## 1.1.0 (unreleased)"'],
])('the tag %s with version %s cannot be released', async (tag, version, log, reason) => {
  const { exitCode, stdout, stderr } = await notes(tag, version, log)
  expect(exitCode).not.toBe(0)
  expect(stdout).toBe('')
  expect(stderr).toContain(reason)
})
