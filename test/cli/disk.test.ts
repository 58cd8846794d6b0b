import { readdir } from 'node:fs/promises'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { emptyFolder } from './folder.ts'
import { type Machine, machine } from './machine.ts'

const canMount = (await execa('unshare', ['-rm', 'true'], { reject: false })).exitCode === 0

/** Runs the tool on a disk of 20 MB, which exists for that one process. */
async function runOnTinyDisk({ env, bin }: Machine, args: string[]) {
  const cwd = await emptyFolder()
  const script = `mount -t tmpfs -o size=20m none "$1" && cd "$1" && PATH=$2 "$3" "$4" "\${@:5}"; code=$?; ls -A x >&2; exit $code`
  const words = ['-c', script, 'bash', cwd, env.PATH ?? '', process.execPath, bin, ...args]
  const path = process.env.PATH ?? ''
  const options = { env: { ...env, PATH: path }, extendEnv: false, reject: false }
  const result = await execa('unshare', ['-rm', 'bash', ...words], options)
  expect(await readdir(cwd)).toEqual([])
  return result
}

test.runIf(canMount)('3: doctor on a disk that is too small', async () => {
  const { exitCode, stdout } = await runOnTinyDisk(await machine(), ['doctor'])
  expect(exitCode).toBe(3)
  expect(stdout).toMatch(/✖ disk space +only 2[01]\.\d MB of the disk are free, a build needs 200\.0 MB\n/)
  expect(stdout).toContain('Make room, or have it built on another disk: --target-dir <folder>')
})

test.runIf(canMount)('3: create writes and installs there, and leaves out the build', async () => {
  const here = await machine()
  const { exitCode, stderr } = await runOnTinyDisk(here, ['x', '-f', 'plain', '--no-git'])
  expect(exitCode).toBe(3)
  expect(stderr).toContain('of the disk are free, a build needs 200.0 MB. The project is written, but not built.')
  expect(stderr).toContain('node_modules')
  expect(stderr).not.toContain('app.node')
})

test.runIf(canMount)('0: create builds elsewhere with --target-dir', async () => {
  const { exitCode, stderr } = await runOnTinyDisk(await machine(), [
    'x',
    '-f',
    'plain',
    '--no-git',
    '--target-dir',
    await emptyFolder(),
  ])
  expect(exitCode).toBe(0)
  expect(stderr).toContain('app.node')
})
