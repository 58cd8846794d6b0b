import { expect, test } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'
import { machine } from '../../harness/tool/machine.ts'
import { runOnDisk } from '../../harness/tool/mounts.ts'

const small = 'mount -t tmpfs -o size=20m,mode=755 tmpfs disk'

test('3: doctor reports a disk that is too small', async () => {
  const { exitCode, stdout } = await runOnDisk(await machine(), small, ['doctor'])
  expect(exitCode).toBe(3)
  expect(stdout).toMatch(/✖ disk space +only 2[01]\.\d MB of disk space free; a build needs 200\.0 MB\n/)
  expect(stdout).toContain('Free up space, or build on another disk: --target-dir <folder>')
})

test('3: create on a disk that is too small writes and installs, but skips the build', async () => {
  const { exitCode, stderr, after } = await runOnDisk(await machine(), small, ['x', '-f', 'plain', '--no-git'])
  expect(exitCode).toBe(3)
  expect(stderr).toContain('of disk space free; a build needs 200.0 MB. The project is written, but not built.')
  expect(after).toContain('x/node_modules')
  expect(after).not.toContain('x/app.node')
})

test('0: create on a disk that is too small builds on another one with --target-dir', async () => {
  const args = ['x', '-f', 'plain', '--no-git', '--target-dir', await emptyFolder()]
  const { exitCode, after } = await runOnDisk(await machine(), small, args)
  expect(exitCode).toBe(0)
  expect(after).toContain('x/app.node')
})
