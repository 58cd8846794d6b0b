import { inspectDestination } from '../../src/destination/inspect.ts'
import { scanDestination } from '../../src/destination/scan.ts'
import { type Plan, planProject } from '../../src/plan/plan.ts'
import { pathsToScan, resolveConflicts } from '../../src/plan/resolve-conflicts.ts'
import type { TemplateFile } from '../../src/template/template-file.ts'
import { options } from './options.ts'

export function file(path: string, content: string, executable = false): TemplateFile {
  return { path, content: Buffer.from(content), executable }
}

/** The plan for writing these files to this folder, with its current content. */
export async function planFor(path: string, template: TemplateFile[], { overwrite = false } = {}): Promise<Plan> {
  const destination = await inspectDestination(path, { overwrite })
  const plan = planProject({ ...options, destination, name: 'x', overwrite }, { template, version: '1.2.3' })
  return resolveConflicts(plan, await scanDestination(destination, pathsToScan(plan)))
}
