import { copyFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { chownToAppUser } from '../../harness/deploy/account.ts'
import { startOnline } from '../../harness/deploy/online.ts'
import { layOutBundle } from '../../harness/deploy/project.ts'
import { probeOf } from '../../harness/project/projects.ts'

test('a real addon is deployed below a path, and never goes live if it fails to start', async () => {
  await using online = await startOnline('/api')
  const { account, host, project, url } = online
  layOutBundle(path.join(project.root, 'dist'), (dist) => {
    for (const file of ['app.js', 'app.node']) copyFileSync(path.join(probeOf('axum'), file), path.join(dist, file))
    writeFileSync(path.join(dist, 'package.json'), '{ "name": "probe-axum", "version": "0.1.0" }')
  })
  for (let round = 0; round < 2; round++) {
    const { exitCode, stderr } = await project.deploy()
    expect(exitCode, stderr + host.log()).toBe(0)
    expect(stderr).toContain('Tried on the host: /health answers 200.')
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ name: 'probe-axum', version: '0.1.0' })
  }
  writeFileSync(path.join(account.root, 'start-fails'), 'it does not answer')
  chownToAppUser(account.root)
  const { exitCode, stderr } = await project.deploy()
  expect(exitCode).toBe(7)
  expect(stderr).toContain('The app did not start: no database: it does not answer')
  expect((await fetch(url)).status).toBe(200)
})
