import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { installOnce } from '../npm-install-once.ts'

// Without pnpm 11, which needs a newer Node than 20; pnpm 12 is a standalone program.
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

/** Installs a package manager into target/, once, and returns the folder of its programs. */
export async function packageManager(manager: Manager): Promise<string> {
  const folder = path.resolve('target', 'package-managers', manager.replace(' ', ''))
  // bun's install script puts its program in place; newer versions of npm run it only if it is allowed here.
  return installOnce(folder, packages[manager], path.join('node_modules', '.bin'), { allowScripts: { bun: true } })
}

export type User = {
  /** An empty folder. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

/** A user with that package manager, and a home folder with nothing but the settings for a registry. */
export async function userWith(manager: Manager, registry: string): Promise<User> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'user-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  const [home, cwd] = [path.join(root, 'home'), path.join(root, 'work')]
  await Promise.all([mkdir(home), mkdir(cwd)])
  const settings = {
    '.npmrc': `registry=${registry}\n`,
    // For yarn 1: `yarn create` installs packages globally, and for root even outside the home folder.
    '.yarnrc': `prefix "${home}/prefix"\nglobal-folder "${home}/global"\ncache-folder "${home}/cache"\n`,
    '.yarnrc.yml': `npmRegistryServer: ${registry}\nunsafeHttpWhitelist: [127.0.0.1]\nenableTelemetry: false\n`,
  }
  for (const [file, text] of Object.entries(settings)) await writeFile(path.join(home, file), text)
  const PATH = [await packageManager(manager), path.dirname(process.execPath), '/usr/bin', '/bin'].join(path.delimiter)
  return { cwd, env: { PATH, HOME: home, TERM: 'dumb', LANG: 'C', ...certificates() } }
}

/** Needed behind a proxy with its own certificates, to reach the upstream registry. */
function certificates(): Record<string, string> {
  const names = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE']
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))
}
