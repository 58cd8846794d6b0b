import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { beforeAll, expect, test } from 'vitest'
import { emptyFolder } from '../cli/folder.ts'
import { ciLinters } from '../support/ci-linters.ts'

const github = 'templates/ci/github/_github/workflows/deploy.yml'
const gitlab = 'templates/ci/gitlab/_gitlab-ci.yml'

let programs: string
beforeAll(async () => {
  programs = await ciLinters()
})

const linters = {
  actionlint: ['actionlint', '-no-color'],
  "GitHub's schema": ['check-jsonschema', '--builtin-schema', 'vendor.github-workflows'],
  "GitLab's schema": ['check-jsonschema', '--builtin-schema', 'vendor.gitlab-ci', '--data-transform', 'gitlab-ci'],
}

/** What that linter finds in a file; nothing if it is content. */
async function findings(linter: keyof typeof linters, file: string): Promise<string> {
  const [program = '', ...args] = linters[linter]
  const { exitCode, stdout, stderr } = await execa(join(programs, program), [...args, file], { reject: false })
  return exitCode === 0 ? '' : stdout + stderr || `exit code ${exitCode}`
}

test.each<[keyof typeof linters, string, wrong: [good: string, bad: string]]>([
  ['actionlint', github, ['steps.rust.outputs.version', 'steps.rustc.outputs.version']],
  ["GitHub's schema", github, ['contents: read', 'contents: reed']],
  ["GitLab's schema", gitlab, ['resource_group:', 'resource_groups:']],
])('%s has nothing against %s, and would tell', async (linter, file, [good, bad]) => {
  expect(await findings(linter, file)).toBe('')
  const text = await readFile(file, 'utf8')
  const wrong = join(await emptyFolder(), 'wrong.yml')
  await writeFile(wrong, text.replace(good, bad))
  expect(await findings(linter, wrong)).toContain(bad.split(/[.:]/)[linter === 'actionlint' ? 1 : 0])
})
