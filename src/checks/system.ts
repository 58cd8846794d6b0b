import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

type Package = 'compiler' | 'git' | 'ssh' | 'rsync' | 'passenger'

// The packages of each system for a C compiler with its C library, git, and the tools to rehearse and deploy a project.
const systems: readonly [program: string, install: string, packages: Readonly<Partial<Record<Package, string>>>][] = [
  [
    'apt-get',
    'apt-get install',
    { compiler: 'build-essential', git: 'git', ssh: 'openssh-client', rsync: 'rsync', passenger: 'passenger' },
  ],
  ['dnf', 'dnf install', { compiler: 'gcc', git: 'git', ssh: 'openssh-clients', rsync: 'rsync' }],
  ['apk', 'apk add', { compiler: 'build-base', git: 'git', ssh: 'openssh-client', rsync: 'rsync' }],
  ['pacman', 'pacman -S', { compiler: 'base-devel', git: 'git', ssh: 'openssh', rsync: 'rsync' }],
  ['zypper', 'zypper install', { compiler: 'gcc', git: 'git', ssh: 'openssh-clients', rsync: 'rsync' }],
]

/** The command that installs it on this system, or undefined if we know none. */
export function systemInstall(wanted: Package): string | undefined {
  if (process.platform === 'darwin')
    // installs both; ssh and rsync are part of macOS
    return wanted === 'compiler' || wanted === 'git' ? 'xcode-select --install' : undefined
  const system = systems.find(([program]) => isOnPath(program))
  if (!system) return undefined
  const [, install, packages] = system
  if (!packages[wanted]) return undefined
  return `${process.getuid?.() === 0 ? '' : 'sudo '}${install} ${packages[wanted]}`
}

function isOnPath(program: string): boolean {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  return folders.some((folder) => existsSync(join(folder, program)))
}
