import { inspectDestination } from '../../src/destination/inspect.ts'
import { settleIn } from '../../src/destination/scan.ts'
import { type Plan, planProject, type TemplateFile } from '../../src/plan/plan.ts'
import { options } from './options.ts'

export function file(path: string, content: string, executable = false): TemplateFile {
  return { path, content: Buffer.from(content), executable }
}

/** The plan to write these files to this folder, as it is now. */
export async function planFor(path: string, template: TemplateFile[], { overwrite = false } = {}): Promise<Plan> {
  const destination = await inspectDestination(path, { overwrite })
  return settleIn(planProject({ ...options, overwrite }, { destination, name: 'x', template, version: '1.2.3' }))
}
