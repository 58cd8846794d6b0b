import { rm } from 'node:fs/promises'
import { onTestFinished } from 'vitest'
import { makeAppRoot } from '../project/app-root.ts'

/** Lays out a project's app as on the host, in a folder that is removed after the test. */
export async function layOut(project: string): Promise<string> {
  const root = await makeAppRoot(project)
  onTestFinished(() => rm(root, { recursive: true }))
  return root
}
