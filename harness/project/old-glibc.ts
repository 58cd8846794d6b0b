import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { execa } from 'execa'

/** A real glibc 2.31, as on older hosts, and the libraries of the same release that node needs. */
const packages = ['libc6', 'libstdc++6', 'libgcc-s1']
const release = 'bullseye'

/** The command that runs node with that glibc, which is downloaded once and cached in the target folder. */
export async function nodeOnOldGlibc(node: string = process.execPath): Promise<[string, ...string[]]> {
  const folder = path.resolve('target', `glibc-${release}`)
  if (!existsSync(folder)) await unpack(folder)
  const libraries = ['lib', 'usr/lib'].map((name) => path.join(folder, name, 'x86_64-linux-gnu'))
  const loader = path.join(libraries[0] as string, 'ld-linux-x86-64.so.2')
  return [loader, '--library-path', libraries.join(':'), node]
}

/** Downloads from this machine's Debian mirror, with separate package lists: needs no root and leaves the system alone. */
async function unpack(folder: string): Promise<void> {
  const work = `${folder}.part`
  await rm(work, { recursive: true, force: true })
  for (const name of ['lists/partial', 'cache/archives/partial', 'root']) {
    await mkdir(path.join(work, name), { recursive: true })
  }
  await writeFile(path.join(work, 'status'), '')
  const keys = '/usr/share/keyrings/debian-archive-keyring.gpg'
  await writeFile(path.join(work, 'sources.list'), `deb [signed-by=${keys}] ${await debianMirror()} ${release} main\n`)
  const settings = {
    'Dir::Etc::sourcelist': path.join(work, 'sources.list'),
    'Dir::Etc::sourceparts': '-',
    'Dir::State': work,
    'Dir::State::status': path.join(work, 'status'),
    'Dir::Cache': path.join(work, 'cache'),
    'APT::Architecture': 'amd64',
    'APT::Architectures': 'amd64',
    'APT::Sandbox::User': 'root', // applies to root only: apt's own user may not read a private checkout
    'Acquire::Languages': 'none',
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])
  await execa('apt-get', [...options, 'update'], { cwd: work, stdin: 'ignore' })
  await execa('apt-get', [...options, 'download', ...packages], { cwd: work, stdin: 'ignore' })
  const archives = (await readdir(work)).filter((name) => name.endsWith('.deb'))
  for (const archive of archives) await execa('dpkg-deb', ['--extract', archive, 'root'], { cwd: work })
  await rename(path.join(work, 'root'), folder)
  await rm(work, { recursive: true })
}

export async function debianMirror(): Promise<string> {
  const { stdout } = await execa('apt-get', ['indextargets', '--format', '$(REPO_URI)', 'Identifier: Packages'])
  const mirror = stdout.split('\n').find((uri) => /\/debian\/?$/.test(uri))
  if (!mirror) throw new Error('apt has no Debian mirror configured')
  return mirror
}
