// npm, npx and the set-up are fakes here: they stand for programs that end with an exit code, vitest's with the totals of its
// JSON report (https://vitest.dev/guide/reporters#json-reporter). The script that is tested is the real one.
import { chmod, copyFile, mkdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { execa } from 'execa'
import { outputFile } from 'fs-extra/esm'
import { expect, test } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'

const passed = '{"numPassedTests":2,"numFailedTests":0,"numPendingTests":0,"numTodoTests":0}'
const failed = '{"numPassedTests":1,"numFailedTests":1,"numPendingTests":0,"numTodoTests":0}'

/** Runs scripts/test.sh with a vitest that does `special` for one of its projects, and passes two tests for each other. */
async function testRun(project: string, special: string, npm = '') {
  const root = await emptyFolder()
  await mkdir(join(root, 'scripts'))
  for (const script of ['scripts/test.sh', 'scripts/count-tests.mjs']) await copyFile(script, join(root, script))
  await outputFile(join(root, 'harness/requirements.mjs'), '')
  await outputFile(join(root, 'scripts/install.sh'), '')
  const vitest = `case $4 in ${project}) ${special} ;; *) echo '${passed}' > "$result" ;; esac`
  const npx = `for result; do :; done # its last argument\n${vitest}`
  const programs = { npm, npx }
  for (const [name, script] of Object.entries(programs)) {
    await outputFile(join(root, 'programs', name), `#!/bin/sh\n${script}\n`)
    await chmod(join(root, 'programs', name), 0o755)
  }
  const env = { PATH: [join(root, 'programs'), process.env.PATH].join(delimiter) }
  const run = await execa('bash', [join(root, 'scripts/test.sh')], { env, reject: false, stdin: 'ignore' })
  return { exitCode: run.exitCode, lastLine: run.stdout.split('\n').at(-1), stdout: run.stdout }
}

test('exits with 0 when all tests of all projects pass', async () => {
  expect(await testRun('none', ':')).toMatchObject({ exitCode: 0, lastLine: '18 passed, 0 failed' })
})

test.each(['tool', 'host', 'bundles', 'cargo', 'limits'])('fails when a test of %s fails', async (project) => {
  const run = await testRun(project, `echo '${failed}' > "$result"; exit 1`)
  expect(run).toMatchObject({ exitCode: 1, lastLine: '17 passed, 1 failed' })
})

test('fails when a run fails though its tests passed, as with an error outside of them', async () => {
  const run = await testRun('deploy', `echo '${passed}' > "$result"; exit 1`)
  expect(run).toMatchObject({ exitCode: 1, lastLine: '18 passed, 0 failed' })
})

test.each(['lint', 'typecheck'])('fails when npm run %s fails, after all tests', async (script) => {
  const run = await testRun('none', ':', `case $* in *${script}) exit 1 ;; esac`)
  expect(run).toMatchObject({ exitCode: 1, lastLine: '18 passed, 0 failed' })
})

test('fails when a run left no result', async () => {
  const run = await testRun('host', ':')
  expect(run).toMatchObject({ exitCode: 1, lastLine: '16 passed, 0 failed' })
  expect(run.stdout).toContain('No result of: host')
})
