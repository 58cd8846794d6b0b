import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { writeProgram } from '../../harness/deploy/account.ts'
import { emptyFolder } from '../../harness/folder.ts'

const scripts = path.resolve('src/toolkit/on-host')

/** Runs the trial of a release with this start file, as host.sh does. */
async function runTrial(source: string, seconds = 60, env: Readonly<Record<string, string>> = {}) {
  const release = await emptyFolder()
  const deploy = path.join(release, '.deploy')
  mkdirSync(deploy)
  writeFileSync(path.join(release, 'app.js'), source)
  for (const name of ['trial.js', 'spawning.cjs', 'loader.cjs'])
    writeFileSync(path.join(deploy, name), readFileSync(path.join(scripts, name)))
  // A long path, in which there could be no socket.
  const TMPDIR = path.join(await emptyFolder(), 'long'.repeat(30))
  mkdirSync(TMPDIR)
  const args = [path.join(deploy, 'trial.js'), '/api', '/health', String(seconds), 'node']
  const { stdout } = await execa(process.execPath, args, { cwd: release, env: { TMPDIR, ...env }, stdin: 'ignore' })
  expect(readdirSync(TMPDIR)).toEqual([])
  const file = path.join(deploy, 'process')
  return {
    result: JSON.parse(/^@ trial=(.*)$/m.exec(stdout)?.[1] ?? ''),
    process: existsSync(file) ? readFileSync(file, 'utf8') : undefined,
  }
}

const listen = `
const http = require('http')
const { statSync } = require('fs')
const { socket_dir } = PhusionPassenger.options
const folder = process.env.PASSENGER_SPAWN_WORK_DIR
const answer = () => JSON.stringify([process.env.O2SWITCH_PROCESS, process.env.PASSENGER_BASE_URI, folder, statSync(folder).mode & 0o777])
http.createServer((request, response) => response.end(request.url + ' ' + answer())).listen()`

test('the trial asks a socket that nobody else can reach, and notes what has answered', async () => {
  const { result, process } = await runTrial(listen)
  expect(result).toMatchObject({ kind: 'answered', status: 200, said: '' })
  const [url, answer] = result.body.split(' ')
  expect(url).toBe('/api/health')
  const [way, base, folder, mode] = JSON.parse(answer)
  expect([way, base, mode]).toEqual(['node', '/api', 0o700])
  expect(existsSync(folder)).toBe(false)
  expect(process).toBe('node')
})

test.each([
  ['ends', 'console.error("no database"); process.exit(7)', { kind: 'ended', how: '7', said: 'no database\n' }],
  ['does not listen', 'setInterval(() => {}, 1000)', { kind: 'silent' }],
  [
    'removes its socket',
    `${listen.replace('.listen()', '.listen(undefined, () => require("fs").unlinkSync(PhusionPassenger.options.socket_path))')}`,
    { kind: 'noSocket' },
  ],
  [
    'breaks off its answer',
    "require('http').createServer((_, response) => { response.write('{'); setTimeout(() => response.destroy(), 20) }).listen()",
    { kind: 'failed', reason: 'aborted' },
  ],
])('the trial of an app that %s says so, and notes nothing', async (_, source, expected) => {
  const { result, process } = await runTrial(source, expected.kind === 'silent' ? 0.5 : 60)
  expect(result).toMatchObject(expected)
  expect(process).toBeUndefined()
})

const writeFailing = (folder: string) => {
  writeProgram(path.join(folder, 'mkfifo'), 'echo "mkfifo: cannot create fifo: Disk quota exceeded" >&2; exit 1')
  return { PATH: folder }
}

test.each([
  ['without mkfifo', (folder: string) => ({ PATH: folder }), 'spawnSync mkfifo ENOENT'],
  ['with a full quota', writeFailing, 'mkfifo: cannot create fifo: Disk quota exceeded'],
  ['without its folder for temporary files', (folder: string) => ({ TMPDIR: `${folder}/x` }), /^ENOENT: .*\/x\/trial-/],
])('a trial on a host %s is impossible, whatever the app does', async (_, change, reason) => {
  const { result, process } = await runTrial(listen, 60, change(await emptyFolder()))
  expect(result).toMatchObject({ kind: 'impossible', reason: expect.stringMatching(reason) })
  expect(process).toBeUndefined()
})
