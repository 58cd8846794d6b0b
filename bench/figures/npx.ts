import path from 'node:path'
import { execa } from 'execa'
import { packedTool, t3, tool, vite } from '../apps/tool.ts'
import { type AtEnd, atMost, type Figure, type Stage } from '../figure.ts'
import { inTemporaryFolder } from '../temporary.ts'
import { type NearRegistry, type Served, startNearRegistry } from '../tools/near-registry.ts'

const names = [tool, vite, t3]

type Cold = Served & { readonly seconds: number }

/** Lets npx fetch a tool with an empty cache. */
async function fetchCold(name: string, registry: NearRegistry): Promise<Cold> {
  return inTemporaryFolder(async (folder) => {
    const env = { npm_config_registry: registry.url, npm_config_cache: path.join(folder, 'cache'), CI: '1' }
    registry.served()
    const began = performance.now()
    await execa('npx', ['--yes', `${name}@latest`, '--help'], { cwd: folder, env, stdin: 'ignore' })
    return { seconds: (performance.now() - began) / 1000, ...registry.served() }
  })
}

/** What has been fetched in this run: how much that is stays the same. */
const fetched = new Map<string, Cold>()

/** Measures npx again and again. The first time counts for nothing: then the registry has all it needs. */
async function prepareTimes(atEnd: AtEnd): Promise<Stage> {
  const registry = await nearRegistry(atEnd)
  for (const name of names) fetched.set(name, await fetchCold(name, registry))
  return { contenders: names.map((name) => ({ name, measure: async () => (await fetchCold(name, registry)).seconds })) }
}

/** Looks at what npx has to download, once. */
async function prepareDownloads(atEnd: AtEnd, look: (served: Served) => number): Promise<Stage> {
  const registry = await nearRegistry(atEnd)
  const measure = async (name: string) => {
    const cold = fetched.get(name) ?? (await fetchCold(name, registry))
    fetched.set(name, cold)
    return look(cold)
  }
  return { contenders: names.map((name) => ({ name, measure: () => measure(name) })) }
}

async function nearRegistry(atEnd: AtEnd): Promise<NearRegistry> {
  const registry = await startNearRegistry((await packedTool()).tarball)
  atEnd(registry.end)
  return registry
}

export const npxTime: Figure = {
  name: 'npx',
  title: 'npx <tool> --help with an empty cache',
  unit: 's',
  how: 'npm’s cache emptied each time; all packages from one registry on this machine, so that the way to it does not count',
  rounds: 5,
  bars: [
    { contender: tool, against: vite, limit: atMost(1.5) },
    { contender: tool, against: t3 },
  ],
  prepare: (_, atEnd) => prepareTimes(atEnd),
}

export const npxPackages: Figure = {
  name: 'npx-packages',
  title: 'Packages that npx downloads',
  unit: 'packages',
  how: 'tarballs that the registry sent',
  rounds: 1,
  bars: [{ contender: tool, limit: atMost(1) }],
  prepare: (_, atEnd) => prepareDownloads(atEnd, ({ packages }) => packages),
}

export const npxSize: Figure = {
  name: 'npx-size',
  title: 'What npx downloads',
  unit: 'KB',
  how: 'bytes of the tarballs that the registry sent',
  rounds: 1,
  bars: [{ contender: tool, limit: atMost(300) }],
  prepare: (_, atEnd) => prepareDownloads(atEnd, ({ bytes }) => bytes / 1000),
}
