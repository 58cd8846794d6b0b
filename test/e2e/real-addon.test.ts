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
  const rounds = [
    ['node', 'node', 'inside'],
    ['auto', 'rust', 'in place of'],
  ]
  for (const [choice, way, where] of rounds) {
    layOutBundle(path.join(project.root, 'dist'), (dist) => {
      const files = ['app.js', 'app.node', 'launcher']
      for (const file of files) copyFileSync(path.join(probeOf('axum'), file), path.join(dist, file))
      const manifest = { name: 'probe-axum', version: '0.1.0', o2switch: { process: choice } }
      writeFileSync(path.join(dist, 'package.json'), JSON.stringify(manifest))
    })
    const { exitCode, stderr } = await project.deploy()
    expect(exitCode, stderr + host.log()).toBe(0)
    expect(stderr).toContain(`Tried on the host: /health answers 200. The app will run ${where} Node.\n`)
    const health = { name: 'probe-axum', version: '0.1.0', process: way }
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject(health)
  }
  writeFileSync(path.join(account.root, 'start-fails'), 'it does not answer')
  chownToAppUser(account.root)
  const { exitCode, stderr } = await project.deploy()
  expect(exitCode).toBe(7)
  expect(stderr).toContain('The app did not start: no database: it does not answer')
  expect((await fetch(url)).status).toBe(200)
})
