import { rm } from 'node:fs/promises'
import { startHost } from '../../harness/passenger/passenger.ts'
import { makeAppRoot } from '../../harness/project/app-root.ts'
import { frameworks } from '../../harness/project/projects.ts'
import type { Defer } from '../figure.ts'
import { answer, hello } from '../request.ts'
import { builtProject } from './crate.ts'
import { npmApp } from './npm-app.ts'

/** An app that Apache and Passenger serve. */
export interface HostedApp {
  readonly name: string
  readonly url: string
  readonly root: string
}

/** What to copy into an app root. */
export interface AppSource {
  readonly name: string
  readonly project: string
  readonly files?: string[]
  /** What serves it: O2SWITCH_PROCESS. */
  readonly process?: 'rust' | 'node'
}

export const fastify = 'Fastify'
export const express = 'Express'
export const nodeHttp = 'Node http'

const npmApps: Readonly<Record<string, AppSource['files'] & object>> = {
  [fastify]: ['app.js', 'package.json', 'node_modules'],
  [express]: ['app.js', 'package.json', 'node_modules'],
  [nodeHttp]: ['app.js'],
}

/** The projects of all frameworks, as users get them, in Node's place or in Node. */
export async function ourApps(process: 'rust' | 'node' = 'node'): Promise<AppSource[]> {
  const sources: AppSource[] = []
  // One after the other: each cargo uses all processors.
  for (const framework of frameworks)
    sources.push({ name: nameOf(framework, process), project: (await builtProject(framework)).root, process })
  return sources
}

/** What a framework's project is called in a figure that has it twice. */
export function nameOf(framework: string, process: 'rust' | 'node'): string {
  return process === 'rust' ? `${framework} without Node` : framework
}

export async function otherApps(names: readonly string[]): Promise<AppSource[]> {
  return Promise.all(
    names.map(async (name) => ({
      name,
      project: await npmApp(name.toLowerCase().replace(' ', '-')),
      files: npmApps[name] ?? [],
    })),
  )
}

/** Serves apps with one private Apache and Passenger. Rejects with its log if one of them does not answer. */
export async function host(
  sources: readonly AppSource[],
  defer: Defer,
  statThrottleRate?: number,
): Promise<HostedApp[]> {
  const roots: string[] = []
  for (const { project, files } of sources) {
    const root = await makeAppRoot(project, files)
    defer(() => rm(root, { recursive: true }))
    roots.push(root)
  }
  const sites = roots.map((root, index) => ({ root, environment: environmentOf(sources[index]) }))
  const served = await startHost(sites, statThrottleRate)
  defer(() => served[Symbol.asyncDispose]())
  const apps = sources.map(({ name }, index) => ({
    name,
    url: served.urls[index] as string,
    root: roots[index] as string,
  }))
  for (const app of apps)
    await answer(app, hello).catch((cause) => {
      throw new Error(`${app.name} does not answer behind Passenger:\n${served.log().slice(-4000)}`, { cause })
    })
  return apps
}

function environmentOf({ process }: Partial<AppSource> = {}): Record<string, string> {
  return process ? { O2SWITCH_PROCESS: process } : {}
}
