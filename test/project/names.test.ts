import { rm } from 'node:fs/promises'
import path from 'node:path'
import { execa } from 'execa'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { buildAddon, cargoTarget, frameworks, renderProject, takenNames } from '../../harness/project/projects.ts'
import { isAccepted, randomNames } from '../../harness/tool/random-names.ts'
import { nameProject } from '../../src/choices/project-name.ts'

const [framework = ''] = frameworks

/** Of its own: `cargo clean --package` also removes what other projects call `host` and `api`. */
const checked = path.join(cargoTarget, 'names')

// The shortest name, two hyphens, words with a meaning in Rust, a crate of the project, a system library.
const risky = ['a', 'x--y', 'r-self', 'macro_rules', 'addon', 'c']
const random = fc.sample(randomNames.filter(isAccepted), 3)

test.each([...risky, ...random].map((typed) => nameProject(typed, takenNames)))(
  'a crate named %s compiles without warnings',
  async (name) => {
    const { root } = await renderProject(framework, name)
    const run = (command: string, ...args: string[]) =>
      execa('cargo', [command, ...args, '--target-dir', checked], { cwd: root, stdin: 'ignore' })
    onTestFinished(async () => {
      const own = [name, `${name}-host`, `${name}-addon`].flatMap((one) => ['--package', one])
      await run('clean', ...own)
      await rm(root, { recursive: true })
    })
    const { stderr } = await run('check', '--locked', '--workspace', '--all-targets')
    expect(stderr).not.toMatch(/^warning/m)
  },
)

// The longest name, and the name under which the addon's crate imports the project's.
test.each(['x'.repeat(64), 'app'])('a crate named %s builds as an addon', async (name) => {
  const project = await renderProject(framework, name)
  onTestFinished(() => rm(project.root, { recursive: true }))
  await buildAddon(project)
  const { stdout } = await execa(process.execPath, ['-p', 'Object.keys(require("./app.node")).sort()'], {
    cwd: project.root,
  })
  expect(stdout).toBe("[ 'Server', 'TaskRunner', 'replaceNode' ]")
})
