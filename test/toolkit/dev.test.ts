import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createProject, metadata, pathWith, rust, toolkit } from '../../harness/toolkit/project.ts'
import { until } from '../../harness/until.ts'

// The "addon" is a copy of src/lib.rs; the app prints its text when it starts and when it is stopped.
const app = `
const text = require('fs').readFileSync(process.env.ADDON, 'utf8').trim()
console.error('serving ' + text + ', draining for ' + process.env.DRAIN_SECONDS)
if (text === 'short') process.exit(1)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => { console.error('stopped ' + text + ' by ' + signal); process.exit(0) })
setInterval(() => {}, 1000)
`
const cargo = `${metadata}
/bin/grep -q broken src/lib.rs && { echo "error[E0425]" >&2; exit 101; }
echo '{"reason":"compiler-artifact","target":{"kind":["cdylib"]},"filenames":["src/lib.rs","lib.so"]}'
/bin/cp src/lib.rs lib.so`

async function startDev(source: string) {
  const root = await createProject({ 'app.js': app, 'src/lib.rs': source, 'target/dev/9.node': 'from the last run' })
  const running = toolkit(root, ['dev'], { PATH: await pathWith({ ...rust, cargo }) })
  let output = ''
  running.stderr.on('data', (text) => {
    output += text
  })
  onTestFinished(() => void running.kill('SIGTERM')) // also stops the app
  let ended = false
  running.finally(() => {
    ended = true
  })
  const sees = async (words: string) => {
    await until(() => ended || output.includes(words), `"${words}"`).catch((error) =>
      expect.fail(`${error}: ${output}`),
    )
    expect(output).toContain(words)
  }
  const write = (text: string) => writeFileSync(join(root, 'src/lib.rs'), text)
  return { root, running, sees, write, output: () => output }
}

test('dev serves each change, and keeps serving the last version that compiled', async () => {
  const { root, running, sees, write } = await startDev('one')
  await sees('serving one, draining for 2')
  write('two')
  await sees('stopped one by SIGTERM')
  await sees('serving two')

  write('broken')
  await sees(
    'error[E0425]\n\ncargo build failed (exit code 101). The last version that compiled is still served. Waiting for a change…',
  )
  write('three')
  await sees('stopped two by SIGTERM')
  await sees('serving three')

  running.kill('SIGTERM')
  const { exitCode, stdout, stderr } = await running
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' })
  expect(stderr).toMatch(/stopped three by SIGTERM$/)
  expect(readdirSync(join(root, 'target/dev'))).toEqual([])
})

test('dev waits for a change if nothing has compiled yet, and if the app has exited', async () => {
  const { running, sees, write } = await startDev('broken')
  await sees('cargo build failed (exit code 101). Nothing is served. Waiting for a change…')
  write('short')
  await sees('serving short')
  await sees('The app has exited. Waiting for a change…')
  write('long')
  await sees('serving long')
  running.kill('SIGTERM')
  expect((await running).exitCode).toBe(0)
})

test('dev starts the app again when its settings or migrations change, even those that were not there', async () => {
  const { root, running, sees, output } = await startDev('one')
  await sees('serving one')
  const serves = (count: number) => until(() => output().split('serving one').length > count, `start number ${count}`)
  writeFileSync(join(root, '.env'), 'PORT=3001\n')
  await serves(2)
  mkdirSync(join(root, 'migrations'))
  writeFileSync(join(root, 'migrations/1_users.sql'), 'create table users (id int);\n')
  await serves(3)
  running.kill('SIGTERM')
  expect((await running).exitCode).toBe(0)
})
