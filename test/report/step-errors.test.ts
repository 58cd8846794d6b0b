import { expect, test } from 'vitest'
import type { MissingRequirement } from '../../src/checks/check-result.ts'
import { packageManagers } from '../../src/choices/package-manager.ts'
import { en } from '../../src/messages/en.ts'
import type { Plan, Step } from '../../src/plan/plan.ts'
import { stepFailed } from '../../src/report/step-errors.ts'

const destination = { path: '/x/my-api', shown: 'my-api' }
const plan = { destination, scripts: [], packageManager: packageManagers.npm } as unknown as Plan
const step: Step = { name: 'install', title: 'npm install', program: 'npm', args: [], env: {} }
const nothingDone = { installed: false, built: false }

function failure(output: string[] | undefined, missing: MissingRequirement[] = []) {
  return stepFailed(step, { reason: (t) => t.ended.exitCode(1), output }, { plan, completed: nothingDone, missing })
}

test('a step that failed without output says how to get more, unless it was shown live', () => {
  const silent = 'npm printed nothing. For details: npm install --verbose'
  expect(failure(['', '']).describe(en).hint).toContain(silent)
  expect(failure(undefined).describe(en).hint).not.toContain('printed nothing')
})

test('the hint says where the files are, how to continue, and what else is missing', () => {
  const rust = { blocks: 'build' as const, message: () => 'Rust is not installed', hint: () => 'Install Rust' }
  const { message, hint } = failure(['error: linker `cc` not found'], [rust]).describe(en)
  expect(message).toBe('npm install failed (exit code 1).')
  expect(hint.split('\n')).toEqual([
    expect.stringContaining('build-essential'),
    'All project files are in my-api. Once this is fixed, continue with:',
    '  cd my-api',
    '  npm install',
    '  npm run build',
    'Also, Rust is not installed.',
    'Install Rust',
  ])
})
