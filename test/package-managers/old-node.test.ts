import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { nodeBinary } from '../../harness/project/node-binary.ts'

const bin = path.resolve('bin/create-o2switch-rust.js')

test.each([12, 16, 18])('on the real Node %i, the tool prints one line and exits with 3', async (major) => {
  const node = await nodeBinary(major)
  const { exitCode, stdout, stderr } = await execa(node, [bin, 'x', '--yes'], { env: { LC_ALL: 'C' }, reject: false })
  expect(exitCode).toBe(3)
  expect(stdout).toBe('')
  expect(stderr).toMatch(new RegExp(`^create-o2switch-rust needs Node 20\\.19.*this is Node ${major}\\..*$`))
})

test.each([22, 24])('on the real Node %i, the tool runs', async (major) => {
  const { version } = JSON.parse(await readFile('package.json', 'utf8'))
  const { stdout } = await execa(await nodeBinary(major), [bin, '--version'])
  expect(stdout).toBe(version)
})
