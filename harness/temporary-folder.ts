import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { AtEnd } from './figure.ts'

/** A new folder, which is removed at the end. */
export async function temporaryFolder(atEnd: AtEnd): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bench-'))
  atEnd(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A new folder for some work, which is removed after it. */
export async function inTemporaryFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bench-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
