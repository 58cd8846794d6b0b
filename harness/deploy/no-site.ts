import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { type Account, startAccount } from './account.ts'
import { makeProject, type Project } from './project.ts'

/** An account whose site only answers 404, for deploys that fail before anything goes live. */
export async function withoutSite(): Promise<{ account: Account; project: Project }> {
  const account = await startAccount()
  const site = createServer((_, response) => response.writeHead(404).end()).listen(0, '127.0.0.1')
  await once(site, 'listening')
  onTestFinished(() => {
    site.close()
  })
  const project = makeProject(account, `http://127.0.0.1:${(site.address() as AddressInfo).port}`)
  project.bundle('0.1.0')
  return { account, project }
}
