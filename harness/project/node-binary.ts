import { chmod, copyFile, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { installOnce } from '../npm-install-once.ts'

/** A real node binary of a major version: downloaded from npm once, and cached in the target folder. */
export async function nodeBinary(major: number): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`
  const folder = path.resolve('target', 'node', String(major))
  return installOnce(folder, `${name}@${major}`, path.join('node_modules', name, 'bin', 'node'))
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
