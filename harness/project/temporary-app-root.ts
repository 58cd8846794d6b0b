import { rm } from 'node:fs/promises'
import { onTestFinished } from 'vitest'
import { makeAppRoot } from './app-root.ts'

/** An app root with a project's app, removed after the test. */
export async function temporaryAppRoot(project: string): Promise<string> {
  const root = await makeAppRoot(project)
  onTestFinished(() => rm(root, { recursive: true }))
  return root
}
