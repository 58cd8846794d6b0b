import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

type Package = 'compiler' | 'git'

// In each: a C compiler with what it links, and git.
const systems: readonly [program: string, install: string, packages: Readonly<Record<Package, string>>][] = [
  ['apt-get', 'apt-get install', { compiler: 'build-essential', git: 'git' }],
  ['dnf', 'dnf install', { compiler: 'gcc', git: 'git' }],
  ['apk', 'apk add', { compiler: 'build-base', git: 'git' }],
  ['pacman', 'pacman -S', { compiler: 'base-devel', git: 'git' }],
  ['zypper', 'zypper install', { compiler: 'gcc', git: 'git' }],
]

/** The command that installs it here, or undefined on a system that we do not know. */
export function systemInstall(wanted: Package): string | undefined {
  if (process.platform === 'darwin') return 'xcode-select --install' // which brings both
  const system = systems.find(([program]) => isOnPath(program))
  if (!system) return undefined
  const [, install, packages] = system
  return `${process.getuid?.() === 0 ? '' : 'sudo '}${install} ${packages[wanted]}`
}

function isOnPath(program: string): boolean {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  return folders.some((folder) => existsSync(join(folder, program)))
}
