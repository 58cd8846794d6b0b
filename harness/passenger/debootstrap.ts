import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { execa } from 'execa'
import { debianMirror } from '../project/old-glibc.ts'

/** The versions of Passenger that Debian has elsewhere, and the release that has each. */
const releases: Readonly<Record<string, string>> = { '6.0.26': 'trixie', '6.2.0': 'sid' }

export const newerVersions = Object.keys(releases)

/** Passenger asks ps about the apps. */
const packages = ['apache2-bin', 'libapache2-mod-passenger', 'nodejs', 'procps']

/** A Debian with that version of Passenger, in a folder that is made once and cached in the target folder. Needs root. */
export async function makeChroot(version: string): Promise<string> {
  const release = releases[version]
  if (!release) throw new Error(`no Debian release is known to have Passenger ${version}`)
  const folder = path.resolve('target', 'chroots', `passenger-${version}`)
  if (existsSync(folder)) return folder
  const part = `${folder}.part`
  await rm(part, { recursive: true, force: true })
  await mkdir(path.dirname(folder), { recursive: true })
  // In namespaces of its own, so that an interrupted run leaves neither a mount nor a process behind.
  const isolated = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc', 'debootstrap']
  const keys = '--keyring=/usr/share/keyrings/debian-archive-keyring.gpg'
  const options = [keys, '--variant=minbase', `--include=${packages.join(',')}`]
  await execa('unshare', [...isolated, ...options, release, part, await debianMirror()], { stdin: 'ignore', all: true })
  await writeFile(path.join(part, 'etc/hosts'), '127.0.0.1 localhost\n') // Apache looks itself up
  const { stdout } = await execa('chroot', [part, 'passenger-config', '--version'])
  if (!stdout.split(' ').includes(version))
    throw new Error(`Debian ${release} has ${stdout.trim()} now, not ${version}`)
  await rename(part, folder)
  return folder
}
