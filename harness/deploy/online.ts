import { expect } from 'vitest'
import { type Host, startHost } from '../passenger/passenger.ts'
import { type Account, startAccount } from './account.ts'
import { makeProject, type Project } from './project.ts'

/** An account, its site behind the real Passenger, and a project configured to deploy there. */
export interface Online {
  readonly account: Account
  readonly host: Host
  /** The URL of the app, with its path. */
  readonly url: string
  /** Has 0.1.0 in dist/. */
  readonly project: Project
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Starts the site with the app that cPanel creates, which answers "It works!". Passenger checks for restarts every
 * `statThrottleRate` seconds.
 */
export async function startOnline(baseUri = '', statThrottleRate = 0): Promise<Online> {
  const account = await startAccount()
  const host = await startHost([baseUri ? { root: account.root, baseUri } : { root: account.root }], statThrottleRate)
  const url = `${host.urls[0]}${baseUri}`
  const project = makeProject(account, url)
  project.bundle('0.1.0')
  return { account, host, url, project, [Symbol.asyncDispose]: () => host[Symbol.asyncDispose]() }
}

/** The same, with 0.1.0 deployed. */
export async function putOnline(): Promise<Online> {
  const online = await startOnline()
  try {
    const { exitCode, stderr } = await online.project.deploy()
    expect(exitCode, stderr).toBe(0)
    return online
  } catch (error) {
    await online[Symbol.asyncDispose]()
    throw error
  }
}

/** The version that /health reports. */
export async function liveVersion(url: string): Promise<string> {
  const health = (await (await fetch(`${url}/health`)).json()) as { version: string }
  return health.version
}
