import { statSync } from 'node:fs'
import path from 'node:path'
import { frameworks } from '../../harness/project/projects.ts'
import { builtProject } from '../apps/crate.ts'
import { atMost, type Figure } from '../figure.ts'

/** In MB; 1.5 for a framework that is not listed. */
const limits: Readonly<Record<string, number>> = { axum: 1.5, actix: 1.8, warp: 1.5 }

export const addonSize: Figure = {
  name: 'addon-size',
  title: 'Size of the addon',
  unit: 'MB',
  how: 'app.node of a new project, built with the profile of npm run bundle',
  rounds: 1,
  thresholds: frameworks.map((contender) => ({ contender, limit: atMost(limits[contender] ?? 1.5) })),
  async prepare() {
    const contenders = frameworks.map((name) => ({
      name,
      measure: async () => statSync(path.join((await builtProject(name)).root, 'app.node')).size / 1e6,
    }))
    return { contenders }
  },
}
