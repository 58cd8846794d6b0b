import path from 'node:path'
import { execa } from 'execa'
import { inTemporaryFolder } from '../../harness/temporary-folder.ts'
import { packedTool, t3, tool, vite } from '../apps/tool.ts'
import { atMost, type Defer, type Figure, type Setup } from '../figure.ts'
import { type Downloads, type LocalRegistry, startLocalRegistry } from '../tools/local-registry.ts'

const names = [tool, vite, t3]

type ColdRun = Downloads & { readonly seconds: number }

/** Runs a tool with npx and an empty cache. */
async function runCold(name: string, registry: LocalRegistry): Promise<ColdRun> {
  return inTemporaryFolder(async (folder) => {
    const env = { npm_config_registry: registry.url, npm_config_cache: path.join(folder, 'cache'), CI: '1' }
    registry.takeDownloads()
    const began = performance.now()
    await execa('npx', ['--yes', `${name}@latest`, '--help'], { cwd: folder, env, stdin: 'ignore' })
    return { seconds: (performance.now() - began) / 1000, ...registry.takeDownloads() }
  })
}

/** The runs so far: what npx downloads is the same each time. */
const coldRuns = new Map<string, ColdRun>()

/** The first run is not a sample: it fills the registry's cache. */
async function prepareTimes(defer: Defer): Promise<Setup> {
  const registry = await localRegistry(defer)
  for (const name of names) coldRuns.set(name, await runCold(name, registry))
  return { contenders: names.map((name) => ({ name, measure: async () => (await runCold(name, registry)).seconds })) }
}

/** Measures what npx downloads, once. */
async function prepareDownloads(defer: Defer, amountOf: (downloads: Downloads) => number): Promise<Setup> {
  const registry = await localRegistry(defer)
  const measure = async (name: string) => {
    const cold = coldRuns.get(name) ?? (await runCold(name, registry))
    coldRuns.set(name, cold)
    return amountOf(cold)
  }
  return { contenders: names.map((name) => ({ name, measure: () => measure(name) })) }
}

async function localRegistry(defer: Defer): Promise<LocalRegistry> {
  const registry = await startLocalRegistry((await packedTool()).tarball)
  defer(registry.stop)
  return registry
}

export const npxTime: Figure = {
  name: 'npx',
  title: 'npx <tool> --help with an empty cache',
  unit: 's',
  how: 'npm’s cache is emptied each time; all packages come from one registry on this machine, so the network does not count',
  rounds: 5,
  thresholds: [
    { contender: tool, against: vite, limit: atMost(1.5) },
    { contender: tool, against: t3 },
  ],
  prepare: (_, defer) => prepareTimes(defer),
}

export const npxPackages: Figure = {
  name: 'npx-packages',
  title: 'Packages that npx downloads',
  unit: 'packages',
  how: 'tarballs that the registry sent',
  rounds: 1,
  thresholds: [{ contender: tool, limit: atMost(1) }],
  prepare: (_, defer) => prepareDownloads(defer, ({ packages }) => packages),
}

export const npxSize: Figure = {
  name: 'npx-size',
  title: 'Size of what npx downloads',
  unit: 'KB',
  how: 'bytes of the tarballs that the registry sent',
  rounds: 1,
  thresholds: [{ contender: tool, limit: atMost(300) }],
  prepare: (_, defer) => prepareDownloads(defer, ({ bytes }) => bytes / 1000),
}
