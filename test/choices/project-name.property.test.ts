import { join } from 'node:path'
import { execa } from 'execa'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'
import { fetchCrates, firstRejection, type NamedProject } from '../../harness/project/acceptance.ts'
import { frameworks, takenNames } from '../../harness/project/projects.ts'
import { dangerousWords, isAccepted, randomNames } from '../../harness/tool/random-names.ts'
import { nameProject } from '../../src/choices/project-name.ts'
import { UsageError } from '../../src/errors/errors.ts'
import { en } from '../../src/messages/en.ts'

beforeAll(fetchCrates, 120_000)

// A failure reports the seed that reproduces it. The limit leaves time to report it.
const runs = { numRuns: 250, seed: Date.now(), interruptAfterTimeLimit: 90_000 }

test('whatever is typed, the resulting or suggested name is accepted unchanged', () => {
  fc.assert(
    fc.property(randomNames, (typed) => {
      const name = nameOrSuggestion(typed)
      expect(nameProject(name, takenNames)).toBe(name)
    }),
    { ...runs, numRuns: 10_000 },
  )
})

test('npm and cargo accept projects with such names', { timeout: 120_000 }, async () => {
  const cases = [randomNames, fc.constantFrom(...frameworks)] as const
  const projectOf = ([typed, framework]: [string, string]): NamedProject => ({
    name: nameOrSuggestion(typed),
    framework,
  })

  // Checks all of them in one go. The property then only looks them up, and checks again just for shrinking a failure.
  const projects = distinct(fc.sample(fc.tuple(...cases), runs).map(projectOf))
  const rejection = await firstRejection(projects)
  const good = new Set(projects.slice(0, rejection?.index).map(key))
  const property = fc.asyncProperty(...cases, async (...drawn) => {
    const project = projectOf(drawn)
    if (!good.has(key(project))) expect(await firstRejection([project])).toBe(undefined)
  })
  await fc.assert(property, runs)
})

test.each(['napi', 'NAPI', 'tokio', 'serde-json', 'hyper', 'libc'])(
  '%s is rejected as a crate that the templates need',
  (name) => {
    expect(() => nameProject(name, takenNames)).toThrow(/a crate that the project needs/)
  },
)

test.each([
  ['two words', /npm install: .*Invalid package name/s],
  ['.hidden', /npm install: .*cannot start with a period/s],
  ['node_modules', /npm install: .*not a valid package name/s],
  ['2024', /cargo metadata: .*cannot start with a digit/s],
  ['deps', /cargo metadata: .*conflicts with cargo's build directory names/s],
  ['tokio', /cargo metadata: another Cargo.lock/],
])('the check with npm and cargo itself finds the bad name "%s"', async (name, reason) => {
  const projects = ['my-api', name].map((name) => ({ name, framework: frameworks[0] ?? '' }))
  expect(await firstRejection(projects)).toEqual({ index: 1, reason: expect.stringMatching(reason) })
})

test('cargo new accepts every dangerous name that we accept, without a warning', async () => {
  const folder = await emptyFolder()
  const objections = async (name: string) => {
    const args = ['new', '--vcs', 'none', '--name', name, join(folder, name)]
    const { stderr } = await execa('cargo', args, { stdin: 'ignore', reject: false })
    return /^(error|warning).*/m.exec(stderr)?.[0]
  }
  expect(await objections('fn')).toContain('it is a Rust keyword')
  expect(await objections('con')).toContain('reserved Windows filename')
  for (const word of dangerousWords.filter(isAccepted)) {
    const name = nameProject(word, takenNames)
    expect(await objections(name), name).toBe(undefined)
  }
})

function distinct(projects: NamedProject[]): NamedProject[] {
  return [...new Map(projects.map((project) => [key(project), project])).values()]
}

function key({ name, framework }: NamedProject): string {
  return `${framework} ${name}`
}

function nameOrSuggestion(typed: string): string {
  try {
    return nameProject(typed, takenNames)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    return /instance "(.*?)"/.exec(error.describe(en).hint)?.[1] ?? ''
  }
}
