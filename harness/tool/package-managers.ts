import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import { onTestFinished } from 'vitest'

// Each is the npm package that holds it. pnpm 11 needs a later Node than 20; pnpm 12 is a program without Node.
const packages = {
  'npm 10': 'npm@10',
  'npm 11': 'npm@11',
  'pnpm 10': 'pnpm@10',
  'pnpm 12': 'pnpm@12',
  'yarn 1': 'yarn@1',
  'yarn 4': '@yarnpkg/cli-dist@4',
  bun: 'bun@1',
} as const

export type Manager = keyof typeof packages

export const managers = Object.keys(packages) as Manager[]

/** The folder of a package manager's programs, from the npm package that holds it; kept in the target folder. */
export async function packageManager(manager: Manager): Promise<string> {
  const folder = path.resolve('target', 'package-managers', manager.replace(' ', ''))
  const programs = path.join(folder, 'node_modules', '.bin')
  if (existsSync(programs)) return programs
  await mkdir(folder, { recursive: true })
  // bun's program is put in place by its install script, which a later npm runs only if told so here.
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ allowScripts: { bun: true } }))
  const args = ['install', packages[manager], '--prefix', folder, '--no-audit', '--no-fund', '--no-save']
  await execa('npm', args, { stdin: 'ignore' })
  return programs
}

export type Person = {
  /** Where the person stands: an empty folder. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

/** A person with that package manager, an empty home whose only settings are a registry, and no terminal. */
export async function personWith(manager: Manager, registry: string): Promise<Person> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'way-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  const [home, cwd] = [path.join(root, 'home'), path.join(root, 'work')]
  await Promise.all([mkdir(home), mkdir(cwd)])
  const settings = {
    '.npmrc': `registry=${registry}\n`,
    // Of the two yarns; what `yarn create` installs for good in yarn 1, and for root outside the home, stays here.
    '.yarnrc': `prefix "${home}/prefix"\nglobal-folder "${home}/global"\ncache-folder "${home}/cache"\n`,
    '.yarnrc.yml': `npmRegistryServer: ${registry}\nunsafeHttpWhitelist: [127.0.0.1]\nenableTelemetry: false\n`,
  }
  for (const [file, text] of Object.entries(settings)) await writeFile(path.join(home, file), text)
  const PATH = [await packageManager(manager), path.dirname(process.execPath), '/usr/bin', '/bin'].join(path.delimiter)
  return { cwd, env: { PATH, HOME: home, TERM: 'dumb', LANG: 'C', ...certificates() } }
}

/** What a machine behind a proxy of its own needs to reach the registry that ours sends to. */
function certificates(): Record<string, string> {
  const names = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE']
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))
}
