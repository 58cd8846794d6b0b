import { existsSync } from 'node:fs'
import { chmod, copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import { onTestFinished } from 'vitest'

/** A real node binary of a major version: downloaded from npm once, and cached in the target folder. */
export async function nodeBinary(major: number): Promise<string> {
  const folder = path.resolve('target', 'node', String(major))
  const name = `node-${process.platform}-${process.arch}`
  const binary = path.join(folder, 'node_modules', name, 'bin', 'node')
  if (existsSync(binary)) return binary
  await mkdir(path.dirname(folder), { recursive: true })
  // Test files may need the same one at once: each downloads it to its own folder, and the first to finish wins.
  const part = await mkdtemp(`${folder}.part-`)
  const args = ['install', `${name}@${major}`, '--prefix', part, '--no-audit', '--no-fund', '--no-save']
  await execa('npm', args, { stdin: 'ignore' })
  await rename(part, folder).catch(async (error: unknown) => {
    await rm(part, { recursive: true })
    if (!existsSync(binary)) throw error
  })
  return binary
}

/** Copies a binary to where the app's user can run it: the checkout may be in a private folder. */
export async function copyForAppUser(binary: string): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'node-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await chmod(folder, 0o755)
  const copy = path.join(folder, 'node')
  await copyFile(binary, copy)
  return copy
}
