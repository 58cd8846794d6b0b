import path from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { startApp } from '../../harness/project/app.ts'
import { nodeOnOldGlibc } from '../../harness/project/old-glibc.ts'
import { cargoTarget, frameworks, probeOf, renderProject } from '../../harness/project/projects.ts'
import { temporaryAppRoot } from '../../harness/project/temporary-app-root.ts'
import { pathWithZig } from '../../harness/project/zig.ts'

test.each(frameworks)(
  'a bundle of %s cannot contain a native build, which glibc 2.31 does not load',
  async (framework) => {
    const native = await temporaryAppRoot(probeOf(framework))
    const app = startApp([...(await nodeOnOldGlibc()), 'app.js'], native)
    expect(await app.exited).toBe(1)
    expect(app.output.stderr).toMatch(/version `GLIBC_2\.\d+' not found/)

    const { root } = await renderProject(framework, `native-${framework}`)
    const env = { PATH: await pathWithZig(), CARGO_TARGET_DIR: cargoTarget }
    const args = ['run', '--silent', 'bundle', '--', '--addon', path.join(native, 'app.node')]
    await expect(execa('npm', args, { cwd: root, env, stdin: 'ignore' })).rejects.toMatchObject({
      exitCode: 4,
      stderr: expect.stringMatching(
        /app\.node requires GLIBC_2\.\d+ \(\w+.*\): the host's glibc 2\.17 has no such version/,
      ),
    })
  },
)
