import { expect, test } from 'vitest'
import type { Lack } from '../../src/checks/check-result.ts'
import { packageManagers } from '../../src/choices/package-manager.ts'
import type { Plan, Step } from '../../src/plan/plan.ts'
import { failedStep } from '../../src/report/step-errors.ts'
import { en } from '../../src/messages/en.ts'

const target = { path: '/x/my-api', shown: 'my-api' }
const plan = { target, scripts: [], packageManager: packageManagers.npm } as unknown as Plan
const step: Step = { name: 'install', title: 'npm install', program: 'npm', args: [], env: {} }
const nothingDone = { installed: false, built: false }

function failure(output: string[] | undefined, lacking: Lack[] = []) {
  return failedStep(step, { how: (say) => say.ended.exitCode(1), output }, plan, nothingDone, lacking)
}

test('a step that failed without a word says how to hear more, unless it was shown live', () => {
  const silent = 'npm said nothing. To hear more: npm install --verbose'
  expect(failure(['', '']).tell(en).now).toContain(silent)
  expect(failure(undefined).tell(en).now).not.toContain('said nothing')
})

test('the hint says where the files are, how to go on, and what else is in the way', () => {
  const rust = { blocks: 'build' as const, problem: () => 'Rust is not installed', mend: () => 'Install Rust' }
  const { what, now } = failure(['error: linker `cc` not found'], [rust]).tell(en)
  expect(what).toBe('npm install failed (exit code 1).')
  expect(now.split('\n')).toEqual([
    expect.stringContaining('build-essential'),
    'The files of the project are all there, in my-api. When this is mended, go on with:',
    '  cd my-api',
    '  npm install',
    '  npm run build',
    'Besides, Rust is not installed.',
    'Install Rust',
  ])
})
