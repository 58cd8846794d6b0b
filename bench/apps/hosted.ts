import { rm } from 'node:fs/promises'
import { startHost } from '../../harness/passenger/passenger.ts'
import { makeAppRoot } from '../../harness/project/app-root.ts'
import { frameworks } from '../../harness/project/projects.ts'
import type { AtEnd } from '../figure.ts'
import { answer, hello } from '../request.ts'
import { builtProject } from './crate.ts'
import { npmApp } from './npm-app.ts'

/** An app that is served by Apache and Passenger. */
export interface Hosted {
  readonly name: string
  readonly url: string
  readonly root: string
}

/** What stands in an app root. */
export interface Source {
  readonly name: string
  readonly project: string
  readonly files?: string[]
}

export const fastify = 'Fastify'
export const express = 'Express'
export const nodeHttp = 'Node http'

const npmApps: Readonly<Record<string, Source['files'] & object>> = {
  [fastify]: ['app.js', 'package.json', 'node_modules'],
  [express]: ['app.js', 'package.json', 'node_modules'],
  [nodeHttp]: ['app.js'],
}

/** The projects of all frameworks, as users get them. */
export async function ourApps(): Promise<Source[]> {
  const sources: Source[] = []
  // One after the other: cargo uses all processors by itself.
  for (const name of frameworks) sources.push({ name, project: (await builtProject(name)).root })
  return sources
}

export async function otherApps(names: readonly string[]): Promise<Source[]> {
  return Promise.all(
    names.map(async (name) => ({
      name,
      project: await npmApp(name.toLowerCase().replace(' ', '-')),
      files: npmApps[name] ?? [],
    })),
  )
}

/** Lays apps out and serves them by one private Apache with Passenger. Rejects with its log if one does not answer. */
export async function host(sources: readonly Source[], atEnd: AtEnd, statThrottleRate?: number): Promise<Hosted[]> {
  const roots: string[] = []
  for (const { project, files } of sources) {
    const root = await makeAppRoot(project, files)
    atEnd(() => rm(root, { recursive: true }))
    roots.push(root)
  }
  const sites = roots.map((root) => ({ root }))
  const served = await startHost(sites, statThrottleRate)
  atEnd(() => served[Symbol.asyncDispose]())
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
