import { existsSync, readFileSync } from 'node:fs'
import { cp, rm } from 'node:fs/promises'
import path from 'node:path'
import { execa } from 'execa'

/** A copy of a folder of bench/contenders in target/, with its dependencies installed; again only if its lockfile has changed. */
export async function npmApp(name: string): Promise<string> {
  const source = path.resolve('bench', 'contenders', name)
  const folder = path.resolve('target', 'bench', 'contenders', name)
  const lock = (root: string) => path.join(root, 'package-lock.json')
  const read = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '')
  const installed =
    existsSync(path.join(folder, 'node_modules', '.package-lock.json')) && read(lock(folder)) === read(lock(source))
  if (!installed) await rm(folder, { recursive: true, force: true })
  await cp(source, folder, { recursive: true })
  if (!installed && existsSync(lock(source)))
    await execa('npm', ['ci', '--omit=dev', '--no-audit', '--no-fund'], { cwd: folder, stdin: 'ignore' })
  return folder
}
