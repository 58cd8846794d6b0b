import { execFileSync } from 'node:child_process'
import { readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { writeProgram } from '../../harness/deploy/account.ts'
import { emptyFolder } from '../../harness/folder.ts'
import { environmentOf, processesWhere } from '../../harness/proc.ts'
import { link } from '../../harness/project/link.ts'
import { nodeBinary } from '../../harness/project/node-binary.ts'
import { bundle, type Contents, createProject, toolkit } from '../../harness/toolkit/project.ts'

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
  /** Besides the start file. */
  readonly contents?: Contents
  readonly args?: string[]
  readonly env?: Readonly<Record<string, string>>
  /** Sends SIGTERM once the output contains this. */
  readonly until?: string
}

/** Bundles this start file and rehearses it, which may leave no file and no process behind. */
async function rehearse(source: string, { contents = {}, args = [], env = {}, until }: Options = {}) {
  const root = await createProject({ 'app.js': source, ...contents })
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

const versions = process.versions.node
const current = Number.parseInt(versions, 10)
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

/** A project whose bundle has a launcher, which the start files below do not need. */
async function withLauncher(process: string): Promise<Contents> {
  const { addon } = await link()
  const packageJson = JSON.stringify({ o2switch: { process } })
  return { 'package.json': packageJson, 'host/addon/launcher.c': 'int main(void) { return 1; }\n', launcher: addon }
}

/**
 * A start file that is served inside Node, and with O2SWITCH_PROCESS=rust does what takes Node's place there: it speaks
 * Passenger's protocol itself. `served` says which it was.
 */
const eitherWay = (asRust = '', served = 'rust') => `
const { readFileSync, writeFileSync } = require('fs')
const { version } = require('./package.json')
const serve = (served) => require('http').createServer((request, response) => response.end(JSON.stringify({ version, process: served })))
PhusionPassenger.configure({ autoInstall: false })
PhusionPassenger.on('exit', () => process.exit(0))
if (process.env.O2SWITCH_PROCESS === 'rust') {
  const folder = process.env.PASSENGER_SPAWN_WORK_DIR
  const say = (file, text) => writeFileSync(folder + '/response/' + file, text)
  ${asRust}
  const { socket_dir } = JSON.parse(readFileSync(folder + '/args.json', 'utf8'))
  const socket = socket_dir + '/rust.1'
  serve('${served}').listen(socket, () => {
    const main = { name: 'main', address: 'unix:' + socket, protocol: 'http', concurrency: 0, accept_http_requests: true }
    say('properties.json', JSON.stringify({ sockets: [main] }))
    say('finish', '1')
  })
} else serve('node').listen('passenger')
`

/** As the host crate does when the app does not start. */
const refusal = `
  say('error/category', 'INTERNAL_ERROR')
  say('error/summary', 'no database')
  for (const what of ['problem', 'solution']) say('error/' + what + '_description.txt', 'x')
  say('finish', '0')
  return setInterval(() => {}, 1000)`

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

  test('each process that may serve the app is tried', async () => {
    const result = await rehearse(eitherWay(), { args, contents: await withLauncher('auto') })
    const tried = (how: string) =>
      `my-shop 1.2.3 started, answered /health and stopped, ${how} Node.js ${versions} under ${name}`
    expect(result).toMatchObject({ exitCode: 0, stderr: `${tried('in place of')}\n${tried('on')}` })
  })

  test('"auto" warns if the app does not start in place of Node', async () => {
    const result = await rehearse(eitherWay(refusal), { args, contents: await withLauncher('auto') })
    expect(result).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(
        /^It does not run in place of Node\.js under .* could not start the app; .*no database\n.* stopped, on Node\.js .*$/,
      ),
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

test('"rust" is rejected if the app stays inside Node', async () => {
  const contents = await withLauncher('rust')
  expect(await rehearse(eitherWay('', 'node'), { args: ['--stand-in'], contents })).toMatchObject({
    exitCode: 4,
    stderr: expect.stringMatching(/not served in place of Node: \/health must say "process": "rust", not \{.*"node"/),
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
  for (const name of ['tar', 'gzip', 'mkfifo']) symlinkSync(`/usr/bin/${name}`, join(PATH, name))
  const { exitCode, stderr } = await rehearse(app(healthy), { env: { PATH } })
  expect([exitCode, stderr]).toEqual([0, started(current, standIn)])
})

test('without a bundle, rehearse fails', async () => {
  expect(await toolkit(await createProject(), ['rehearse'])).toMatchObject({
    exitCode: 2,
    stderr: '\n✖ There is no bundle in dist/.\n  Run the script "bundle" first.',
  })
})
