import { rm } from 'node:fs/promises'
import { onTestFinished } from 'vitest'
import { makeAppRoot } from '../project/app-root.ts'

/** Lays a project's app out as on the host, in a folder that is removed when the test ends. */
export async function layOut(project: string): Promise<string> {
  const root = await makeAppRoot(project)
  onTestFinished(() => rm(root, { recursive: true }))
  return root
}
