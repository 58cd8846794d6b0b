import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { execa } from 'execa'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { cargoTarget, frameworks, renderProject, takenNames } from '../../harness/project/projects.ts'
import { isAccepted, randomNames } from '../../harness/tool/random-names.ts'
import { nameProject } from '../../src/choices/project-name.ts'

// The shortest and the longest name, words with a meaning in Rust, a module of the crate, a library of the system.
const nasty = ['a', 'x'.repeat(64), 'x--y', 'r-self', 'macro_rules', 'app', 'c']
const drawn = fc.sample(randomNames.filter(isAccepted), 3)

test.each([...nasty, ...drawn].map((typed) => nameProject(typed, takenNames)))(
  'a crate called %s builds without a warning',
  async (name) => {
    const { root } = await renderProject(frameworks[0] ?? '', name)
    const run = (command: string, ...args: string[]) =>
      execa('cargo', [command, ...args, '--target-dir', cargoTarget], { cwd: root, stdin: 'ignore' })
    onTestFinished(async () => {
      await run('clean', '--package', name)
      await rm(root, { recursive: true })
    })

    const { stderr } = await run('build', '--locked')
    expect(stderr).not.toMatch(/^warning/m)
    expect(existsSync(path.join(cargoTarget, 'debug', `lib${name.replaceAll('-', '_')}.so`))).toBe(true)
  },
)
