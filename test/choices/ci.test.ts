import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { move, outputFile } from 'fs-extra/esm'
import { expect, test } from 'vitest'
import { filesIn } from '../../harness/folder.ts'
import { goodPrograms, machine } from '../../harness/tool/machine.ts'
import { parseAs } from '../../harness/tool/schema.ts'
import type { ResultDocument } from '../../src/report/result.ts'
import { frameworkNames } from '../../src/template/read-template.ts'

const [framework = ''] = frameworkNames('templates')

test.each([
  [[], 'github', ['.github/dependabot.yml', '.github/workflows/deploy.yml']],
  [['--ci', 'github'], 'github', ['.github/dependabot.yml', '.github/workflows/deploy.yml']],
  [['--ci=gitlab'], 'gitlab', ['.gitlab-ci.yml']],
  [['--ci', 'none'], 'none', []],
])('%j writes and reports the files of %s', async (args, ci, wanted) => {
  const { run, cwd } = await machine(goodPrograms, process.cwd()) // the real templates
  const { exitCode, stdout, stderr } = await run('x', '-f', framework, '--no-install', '--no-git', '--json', ...args)
  expect(exitCode, stderr).toBe(0)
  const { project, files } = parseAs<ResultDocument>('result', stdout)
  expect(project?.ci).toBe(ci)
  const isOfCi = (path: string) => /^\.git(hub|lab).*\.yml$/.test(path)
  expect(files?.map(({ path }) => path).filter(isOfCi)).toEqual(wanted)
  expect((await filesIn(cwd)).map((path) => path.replace(/^x\//, '')).filter(isOfCi)).toEqual(wanted)
})

test('an unknown provider is rejected, and the known ones are listed', async () => {
  const { run, cwd } = await machine()
  const { exitCode, stderr } = await run('x', '-f', 'plain', '--ci', 'gitlb')
  expect(exitCode).toBe(2)
  expect(stderr).toContain('Invalid value "gitlb" for --ci.')
  expect(stderr).toContain('Did you mean gitlab? Valid values: github, gitlab, none.')
  expect(await filesIn(cwd)).toEqual([])
})

test.each([
  ['github', '.github/workflows/deploy.yml'],
  ['gitlab', '.gitlab-ci.yml'],
])(
  "the user's own workflow with the same name as ours for %s is not replaced; others are ignored",
  async (ci, path) => {
    const { run, cwd } = await machine(goodPrograms, process.cwd())
    const args = ['x', '-f', framework, '--no-install', '--no-git', '--ci', ci]
    await outputFile(join(cwd, 'x', path), 'mine')
    const rejected = await run(...args)
    expect(rejected.exitCode).toBe(2)
    expect(rejected.stderr).toContain(`it contains ${path}`)
    expect(await readFile(join(cwd, 'x', path), 'utf8')).toBe('mine')

    await move(join(cwd, 'x', path), join(cwd, 'x/.github/workflows/lint.yml'))
    const { exitCode, stderr } = await run(...args)
    expect(exitCode, stderr).toBe(0)
    expect(await readFile(join(cwd, 'x/.github/workflows/lint.yml'), 'utf8')).toBe('mine')
  },
)
