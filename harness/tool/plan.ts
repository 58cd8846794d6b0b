import { type Plan, planProject, type TemplateFile } from '../../src/plan/plan.ts'
import { settleIn } from '../../src/destination/scan.ts'
import { findTarget } from '../../src/destination/inspect.ts'
import { options } from './options.ts'

export function file(path: string, content: string, executable = false): TemplateFile {
  return { path, content: Buffer.from(content), executable }
}

/** The plan to write these files to this folder, as it is now. */
export async function planFor(path: string, template: TemplateFile[], { overwrite = false } = {}): Promise<Plan> {
  const target = await findTarget(path, { overwrite })
  return settleIn(planProject({ ...options, overwrite }, { target, name: 'x', template, version: '1.2.3' }))
}
