import { writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { makeAppRoot } from './app-root.ts'
import { frameworks } from './projects.ts'

/** The process that serves an app on a web server: Node with the addon in it, or the launcher in Node's place. */
export type Process = 'node' | 'rust'

/** Each framework with each process that can serve it. */
export const served = frameworks.flatMap((framework) =>
  (['node', 'rust'] as const).map((process) => ({ framework, process })),
)

/** An app root with a project's app, removed after the test. By default Node serves it, since no deploy has tried more. */
export async function temporaryAppRoot(project: string, process?: Process): Promise<string> {
  const root = await makeAppRoot(project)
  if (process) writeFileSync(path.join(root, 'package.json'), JSON.stringify({ o2switch: { process } }))
  onTestFinished(() => rm(root, { recursive: true }))
  return root
}
