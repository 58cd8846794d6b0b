import { execa } from 'execa'
import { expect, test } from 'vitest'

test('what is missing for a purpose is reported with the commands that install it', async () => {
  const { exitCode, stderr } = await execa(process.execPath, ['harness/requirements.mjs', 'bench'], {
    env: { PATH: '/nowhere' },
    extendEnv: false,
    reject: false,
  })
  expect(exitCode).toBe(1)
  expect(stderr).toContain('  oha: cargo install --locked --version 1.4.6 oha\n')
  expect(stderr).toMatch(/wrk; hyperfine: sudo apt-get install --no-install-recommends .*wrk hyperfine$/m)
  expect(stderr).not.toContain('rsync')
})

test('requirements are not checked for an unknown purpose', async () => {
  const { exitCode } = await execa(process.execPath, ['harness/requirements.mjs', 'soak'], { reject: false })
  expect(exitCode).toBe(2)
})
