import { run } from '../io/run.ts'
import type { Check } from './finding.ts'

export const npm: Check = {
  tool: 'npm',
  isNeeded: ({ install }) => install,
  look: async ({ cwd, signal }) => {
    const answer = await run('npm', ['--version'], { cwd, signal, timeout: 30_000 })
    if (answer.kind === 'done') return { tool: 'npm', status: 'passed', version: answer.stdout }
    return {
      tool: 'npm',
      status: 'failed',
      problem: 'npm does not answer',
      mend: 'npm comes with Node: install it again from https://nodejs.org, or look at your PATH.',
    }
  },
}
