import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { machine, runTool } from '../../harness/tool/machine.ts'
import { writeStarter } from '../../harness/tool/starter.ts'
import { plant, treeOf } from '../../harness/tree.ts'

let template: string

beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'create-o2switch-rust-test-'))
  await writeStarter(template)
  await mkdir(join(template, 'many'))
  for (let number = 0; number < 1000; number++) await writeFile(join(template, 'many', String(number)), 'x')
  return () => rm(template, { recursive: true })
})

/** The tool, suspended while it writes the many files of a custom framework. */
async function stoppedWhileWriting(args: readonly string[], folder = '.') {
  const here = await machine()
  await plant(here.cwd, { 'mine/package.json': 'theirs', 'mine/notes': 'theirs' })
  const before = await treeOf(here.cwd)
  const child = runTool(here, [...args, '--template', template])
  await Promise.race([temporaryFolder(join(here.cwd, folder)), endedTooEarly(child)])
  child.kill('SIGSTOP')
  await temporaryFolder(join(here.cwd, folder)) // still there: the tool was suspended in time
  return { child, before, after: () => treeOf(here.cwd) }
}

async function endedTooEarly(child: ReturnType<typeof runTool>): Promise<never> {
  const { stderr } = await child
  throw new Error(`The tool ended before it wrote anything: ${stderr}`)
}

async function temporaryFolder(parent: string): Promise<void> {
  while (!(await readdir(parent).catch(() => [])).some((name) => /^\.(my-api|mine)-[0-9a-f]+$/.test(name)))
    await new Promise((resolve) => setTimeout(resolve, 1))
}

const signals = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
  ['SIGQUIT', 131],
] as const

const places = [
  ['a new folder', ['a/my-api'], 'a'],
  ['a folder that exists', ['mine', '--overwrite'], 'mine'],
] as const
const stops = signals.flatMap(([signal, code]) => places.map((place) => [signal, code, ...place] as const))

test.each(stops)('%s (exit code %i) while writing to %s changes nothing', async (signal, code, _, args, folder) => {
  const { child, before, after } = await stoppedWhileWriting(args, folder)
  child.kill(signal)
  child.kill('SIGCONT')
  const { exitCode, stderr } = await child
  expect(exitCode).toBe(code)
  expect(stderr).toContain('Cancelled. Nothing was written.')
  expect(await after()).toEqual(before)
})

test.each(places)(
  'two signals at once while writing to %s end it immediately and leave nothing behind',
  async (_, args, folder) => {
    const { child, before, after } = await stoppedWhileWriting(args, folder)
    child.kill('SIGINT')
    child.kill('SIGTERM')
    child.kill('SIGCONT')
    const { exitCode, stderr } = await child
    expect([130, 143]).toContain(exitCode)
    expect(stderr).toMatch(/Stopped immediately|Cancelled/)
    expect(await after()).toEqual(before)
  },
)
