import { expect, test } from 'vitest'
import type { Plan, Step } from '../../src/core/plan.ts'
import { failedStep, type Lack } from '../../src/core/unfinished.ts'

const plan = { target: { shown: 'my-api' }, scripts: [] } as unknown as Plan
const step: Step = { title: 'npm install', program: 'npm', args: [], tool: 'npm' }
const nothingDone = { installed: false, built: false }

function failure(output: string[] | undefined, lacking: Lack[] = []) {
  return failedStep(step, { how: 'exit code 1', output }, plan, nothingDone, lacking)
}

test('a step that failed without a word says how to hear more, unless it was shown live', () => {
  expect(failure(['', '']).output).toEqual(['npm said nothing. To hear more: npm install --loglevel=verbose'])
  expect(failure(undefined).output).toEqual([])
})

test('the hint says where the files are, how to go on, and what else is in the way', () => {
  const rust = { tool: 'cargo', problem: 'Rust is not installed', mend: 'Install Rust' }
  const { hint, message } = failure(['error: linker `cc` not found'], [rust])
  expect(message).toBe('npm install failed (exit code 1).')
  expect(hint.split('\n')).toEqual([
    expect.stringContaining('build-essential'),
    'The files of the project are all there, in my-api. When this is mended, go on with:',
    '  cd my-api',
    '  npm install',
    '  npm run build',
    'Besides, Rust is not installed.',
    'Install Rust',
  ])
})
