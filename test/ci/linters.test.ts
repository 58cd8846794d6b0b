import { readFile, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { parse } from 'acorn'
import { execa } from 'execa'
import { beforeAll, expect, test } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'
import { ciLinters } from '../../harness/tool/ci-linters.ts'

const github = 'templates/ci/github/_github/workflows/deploy.yml'
const dependabot = 'templates/ci/github/_github/dependabot.yml'
const [ours, release] = ['.github/workflows/ci.yml', '.github/workflows/release.yml']
const gitlab = 'templates/ci/gitlab/_gitlab-ci.yml'

let programs: string
beforeAll(async () => {
  programs = await ciLinters()
})

const host = 'src/toolkit/on-host/host.sh'

const linters = {
  shellcheck: ['shellcheck', '--norc'],
  actionlint: ['actionlint', '-no-color'],
  "GitHub's schema": ['check-jsonschema', '--builtin-schema', 'vendor.github-workflows'],
  "Dependabot's schema": ['check-jsonschema', '--builtin-schema', 'vendor.dependabot'],
  "Renovate's schema": ['check-jsonschema', '--builtin-schema', 'vendor.renovate'],
  "GitLab's schema": ['check-jsonschema', '--builtin-schema', 'vendor.gitlab-ci', '--data-transform', 'gitlab-ci'],
}

/** What a linter reports about a file; empty if it passes. */
async function findings(linter: keyof typeof linters, file: string): Promise<string> {
  const [program = '', ...args] = linters[linter]
  const { exitCode, stdout, stderr } = await execa(join(programs, program), [...args, file], { reject: false })
  return exitCode === 0 ? '' : stdout + stderr || `exit code ${exitCode}`
}

test.each<[keyof typeof linters, string, good: string, bad: string, reported: string]>([
  ['actionlint', github, 'steps.rust.outputs.version', 'steps.rustc.outputs.version', 'rustc'],
  ["GitHub's schema", github, 'contents: read', 'contents: reed', 'contents'],
  ['actionlint', ours, 'matrix.node', 'matrix.nodes', 'nodes'],
  ["GitHub's schema", ours, 'contents: read', 'contents: reed', 'contents'],
  ['actionlint', release, 'needs: test', 'needs: tests', 'tests'],
  ["GitHub's schema", release, 'id-token: write', 'id-token: wriet', 'id-token'],
  ["Dependabot's schema", dependabot, 'interval: weekly', 'interval: weakly', 'weakly'],
  ["Renovate's schema", 'renovate.json', '"rangeStrategy": "replace"', '"rangeStrategy": "replaces"', 'replaces'],
  ['shellcheck', host, 'rm -f releases/.lock;', 'rm -f $releases/.lock;', 'SC2154'],
  ["GitLab's schema", gitlab, 'resource_group:', 'resource_groups:', 'resource_groups'],
])('%s passes %s, and reports a planted mistake', async (linter, file, good, bad, reported) => {
  expect(await findings(linter, file)).toBe('')
  const text = await readFile(file, 'utf8')
  const wrong = join(await emptyFolder(), `wrong${extname(file)}`)
  await writeFile(wrong, text.replace(good, bad))
  expect(await findings(linter, wrong)).toContain(reported)
})

test.each([ours, release])("%s: actions are pinned by commit, as in the projects' workflow", async (file) => {
  const pins = (text: string): string[] => text.match(/(?<=uses: )actions\/.*/g) ?? []
  const known = pins(await readFile(github, 'utf8'))
  const used = pins(await readFile(file, 'utf8'))
  expect(used.length).toBeGreaterThan(1)
  expect(used.filter((pin) => !known.includes(pin))).toEqual([])
})

test.each(['scripts/install.sh', 'scripts/test.sh', 'scripts/try.sh', 'scripts/update-locks.sh', '.ci/run'])(
  'shellcheck passes %s',
  async (file) => {
    expect(await findings('shellcheck', file)).toBe('')
  },
)

test.each([
  'templates/base/app.js',
  ...['start.js', 'trial.js', 'spawning.cjs', 'loader.cjs'].map((name) => `src/toolkit/on-host/${name}`),
])('%s runs on the host, and is valid syntax for Node 16', async (file) => {
  const text = await readFile(file, 'utf8')
  // Node 16.0 also has class fields, from ES2022, but none of these files needs them.
  expect(() => parse(text, { ecmaVersion: 2021, sourceType: 'script' })).not.toThrow()
  expect(() => parse(`${text}\nx?.#y`, { ecmaVersion: 2021, sourceType: 'script' })).toThrow()
})
