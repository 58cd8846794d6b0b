import { execFileSync } from 'node:child_process'
import { readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { writeProgram } from '../../harness/deploy/account.ts'
import { emptyFolder } from '../../harness/folder.ts'
import { environmentOf, processesWhere } from '../../harness/proc.ts'
import { nodeBinary } from '../../harness/project/node-binary.ts'
import { bundle, createProject, toolkit } from '../../harness/toolkit/project.ts'

// A start file without Rust, as in Passenger's documentation.
const app = (answer: string, stop = 'process.exit(0)') => `
const http = require('http')
const server = http.createServer((request, response) => { ${answer} })
PhusionPassenger.configure({ autoInstall: false })
PhusionPassenger.on('exit', () => { ${stop} })
server.listen('passenger')
`
const healthy = 'response.end(JSON.stringify({ version: require("./package.json").version }))'

const standIn = "a stand-in for Passenger's loader"
const about = (what: string) => execFileSync('passenger-config', ['about', what], { encoding: 'utf8' }).trim()
const passenger = `${about('version').replace('Phusion Passenger(R)', 'Passenger')} of this machine`

interface Options {
  readonly args?: string[]
  readonly env?: Readonly<Record<string, string>>
  /** Sends SIGTERM once the output contains this. */
  readonly until?: string
}

/** Bundles this start file and rehearses it, which may leave no file and no process behind. */
async function rehearse(source: string, { args = [], env = {}, until }: Options = {}) {
  const root = await createProject({ 'app.js': source })
  expect(await bundle(root)).toMatchObject({ exitCode: 0 })
  const TMPDIR = await emptyFolder()
  const running = toolkit(root, ['rehearse', ...args], { TMPDIR, PORT: '1', ...env })
  running.stderr.on('data', (output) => until && String(output).includes(until) && running.kill('SIGTERM'))
  const result = await running
  expect(readdirSync(TMPDIR), 'left behind').toEqual([])
  expect(
    processesWhere((pid) => environmentOf(pid).includes(`TMPDIR=${TMPDIR}`)),
    'still running',
  ).toEqual([])
  return result
}

const current = Number.parseInt(process.versions.node, 10)
const started = (major: number, name: string) =>
  expect.stringMatching(
    `^my-shop 1\\.2\\.3 started, answered /health and stopped, on Node\\.js ${major}\\.\\S+ under ${name}$`,
  )

// With the stand-in's message for each, and Passenger's where it differs.
const faults: readonly [what: string, source: string, standIn: RegExp, passenger?: RegExp][] = [
  [
    'does not start',
    'throw new Error("no database")',
    /no database[\s\S]*The app exited before it was ready/,
    /no database[\s\S]*Passenger could not start the app.*exited prematurely/,
  ],
  ['exits silently', 'process.exit(0)', /The app exited before it was ready/, /could not start.*exited prematurely/],
  [
    'requires a file that is not in the bundle',
    'require("./scripts" + "/o2switch.mjs")',
    /The app exited before it was ready/,
    /Cannot find module.*o2switch\.mjs[\s\S]*could not start/,
  ],
  [
    'requires a package that is not in the bundle',
    'require("execa" + "")',
    /Cannot find module 'execa'[\s\S]*exited before it was ready/,
    /Cannot find module 'execa'[\s\S]*could not start/,
  ],
  ['answers 500', app('response.statusCode = 500; response.end("oh")'), /\/health must answer 200 .*, not 500 with oh/],
  [
    'reports another version',
    app('response.end(`{ "version": "1.2.2" }`)'),
    /must answer 200 with \{ "version": "1\.2\.3" \}, not 200/,
  ],
  ['does not answer /health with JSON', app('response.end("fine")'), /not 200 with fine/],
  [
    'exits during a request',
    app('process.exit(7)'),
    /\/health did not answer: socket hang up/,
    /must answer 200 .* not 502 with <h1>Incomplete response/,
  ],
  [
    'listens twice',
    `${app(healthy)}http.createServer().listen('passenger')`,
    /called more than once/,
    /listen\('passenger'\) once/,
  ],
  [
    'removes its socket',
    `${app(healthy)}fs = require('fs');
    server.once('listening', () => fs.unlinkSync(PhusionPassenger.options.socket_path))`,
    /its socket is gone/,
    /could not start.*Cannot stat .*No such file/,
  ],
]

describe.each([
  ['Passenger', [], passenger],
  ['the stand-in', ['--stand-in'], standIn],
])('under %s', (host, args, name) => {
  test.each([16, 26])('a bundle that starts, answers and stops passes on Node %i', async (major) => {
    const result = await rehearse(app(healthy), { args: [...args, '--node', await nodeBinary(major)] })
    expect(result).toMatchObject({ exitCode: 0, stdout: '', stderr: started(major, name) })
  })

  test('the app has the environment of the host', async () => {
    const env = '[process.env.IN_PASSENGER, process.env.NODE_ENV, process.env.PORT, process.cwd() === __dirname]'
    const { stderr } = await rehearse(app(`response.end(JSON.stringify(${env}))`), { args })
    expect(stderr).toContain('not 200 with ["1","production",null,true]')
  })

  test.each(faults)('a bundle that %s is rejected', async (_, source, expected, expectedOfPassenger = expected) => {
    const wanted = host === 'Passenger' ? expectedOfPassenger : expected
    expect(await rehearse(source, { args })).toMatchObject({
      exitCode: 4,
      stdout: '',
      stderr: expect.stringMatching(wanted),
    })
  })

  test('an interrupted rehearsal leaves nothing behind', async () => {
    const source = app('console.error("asked")')
    const result = await rehearse(source, { args, until: 'asked' })
    expect(result).toMatchObject({
      exitCode: 143,
      stderr: expect.stringMatching(/asked\nCancelled\. The rehearsal left nothing behind\.$/),
    })
  })
})

test('under the stand-in, a bundle that exits with an error when stopped is rejected', async () => {
  expect(await rehearse(app(healthy, 'process.exit(3)'), { args: ['--stand-in'] })).toMatchObject({
    exitCode: 4,
    stderr: expect.stringMatching(/The app exited with 3 instead of 0 when it was told to stop/),
  })
})

test.each([
  ['is incomplete', (_: string) => {}, /spawn .*PassengerAgent ENOENT/],
  [
    'does not start',
    (file: string) =>
      writeProgram(file, `exec "${about('support-binaries-dir')}/PassengerAgent" "$@" --listen nowhere`),
    /ERROR: invalid address format.*/,
  ],
])('a Passenger that %s is reported, and the stand-in is used', async (_, install, reason) => {
  const programs = await emptyFolder()
  install(join(programs, 'PassengerAgent'))
  const real = execFileSync('sh', ['-c', 'command -v passenger-config'], { encoding: 'utf8' }).trim()
  const answers = `[ "$2" = support-binaries-dir ] && echo ${programs} || exec ${real} "$@"`
  writeProgram(join(programs, 'passenger-config'), answers)
  const { exitCode, stderr } = await rehearse(app(healthy), { env: { PATH: `${programs}:${process.env.PATH}` } })
  const [first = '', second] = stderr.split('\n')
  expect(exitCode, stderr).toBe(0)
  expect(first).toMatch(
    new RegExp(`^${passenger} cannot be used \\(${reason.source}\\): a stand-in is used instead\\.$`),
  )
  expect(second).toMatch(new RegExp(`under ${standIn}$`))
})

test('without Passenger, the stand-in is used', async () => {
  const PATH = await emptyFolder()
  for (const name of ['tar', 'gzip']) symlinkSync(`/usr/bin/${name}`, join(PATH, name))
  const { exitCode, stderr } = await rehearse(app(healthy), { env: { PATH } })
  expect([exitCode, stderr]).toEqual([0, started(current, standIn)])
})

test('without a bundle, rehearse fails', async () => {
  expect(await toolkit(await createProject(), ['rehearse'])).toMatchObject({
    exitCode: 2,
    stderr: '\n✖ There is no bundle in dist/.\n  Run the script "bundle" first.',
  })
})
