import { statSync } from 'node:fs'
import path from 'node:path'
import { frameworks } from '../../harness/project/projects.ts'
import { builtProject } from '../apps/crate.ts'
import { atMost, type Figure } from '../figure.ts'

/** In MB; 1.5 for a framework without a bar of its own. */
const most: Readonly<Record<string, number>> = { axum: 1.5, actix: 1.8, warp: 1.5 }

export const addonSize: Figure = {
  name: 'addon-size',
  title: 'The addon',
  unit: 'MB',
  how: 'app.node of a new project in the profile of npm run bundle',
  rounds: 1,
  bars: frameworks.map((contender) => ({ contender, limit: atMost(most[contender] ?? 1.5) })),
  async prepare() {
    const contenders = frameworks.map((name) => ({
      name,
      measure: async () => statSync(path.join((await builtProject(name)).root, 'app.node')).size / 1e6,
    }))
    return { contenders }
  },
}
