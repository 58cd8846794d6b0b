import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { program } from '../../harness/deploy/account.ts'
import { emptyFolder } from '../../harness/folder.ts'
import { nodeBinary } from '../../harness/project/node-binary.ts'
import { bundle, craft, script } from '../../harness/toolkit/project.ts'

// A start file as Passenger's documentation has it, without Rust.
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

interface How {
  readonly args?: string[]
  readonly node?: string
  readonly env?: Readonly<Record<string, string>>
  /** Sends it SIGTERM once it has said that. */
  readonly until?: string
}

/** Bundles this start file and rehearses it; nothing may be left of that, no file and no process. */
async function rehearse(source: string, { args = [], node = process.execPath, env = {}, until }: How = {}) {
  const root = await craft({ 'app.js': source })
  expect(await bundle(root)).toMatchObject({ exitCode: 0 })
  const TMPDIR = await emptyFolder()
  const running = script(root, 'rehearse', args, { env: { TMPDIR, PORT: '1', ...env }, node })
  running.stderr.on('data', (said) => until && String(said).includes(until) && running.kill('SIGTERM'))
  const ended = await running
  expect(readdirSync(TMPDIR), 'left behind').toEqual([])
  expect(processesWith(TMPDIR), 'still running').toEqual([])
  return ended
}

/** The processes that have this folder in their environment. */
function processesWith(folder: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`TMPDIR=${folder}`)
    } catch {
      return false // it has ended, or is not ours
    }
  })
}

const current = Number.parseInt(process.versions.node, 10)
const started = (major: number, name: string) =>
  expect.stringMatching(
    `^my-shop 1\\.2\\.3 started, answered /health and stopped, on Node\\.js ${major}\\.\\S+ under ${name}$`,
  )

// What there is to find fault with, and what the stand-in says, or both; Passenger has words of its own for some of it.
const faults: readonly [what: string, source: string, standIn: RegExp, passenger?: RegExp][] = [
  [
    'does not start',
    'throw new Error("no database")',
    /no database[\s\S]*The app ended before it was ready/,
    /no database[\s\S]*Passenger does not start the app.*exited prematurely/,
  ],
  ['ends without a word', 'process.exit(0)', /The app ended before it was ready/, /does not start.*exited prematurely/],
  [
    'finds a file at home only',
    'require("./scripts" + "/elf.mjs")',
    /The app ended before it was ready/,
    /Cannot find module.*elf\.mjs[\s\S]*does not start/,
  ],
  [
    'finds a package at home only',
    'require("execa" + "")',
    /Cannot find module 'execa'[\s\S]*ended before it was ready/,
    /Cannot find module 'execa'[\s\S]*does not start/,
  ],
  ['answers 500', app('response.statusCode = 500; response.end("oh")'), /\/health must answer 200 .*, not 500 with oh/],
  [
    'is of another version',
    app('response.end(`{ "version": "1.2.2" }`)'),
    /must answer 200 with \{ "version": "1\.2\.3" \}, not 200/,
  ],
  ['has a health that is no JSON', app('response.end("fine")'), /not 200 with fine/],
  [
    'dies of a request',
    app('process.exit(7)'),
    /\/health gave no answer: socket hang up/,
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
    /does not start.*Cannot stat .*No such file/,
  ],
]

describe.each([
  ['Passenger', [], passenger],
  ['the stand-in', ['--stand-in'], standIn],
])('under %s', (host, args, name) => {
  test.each([16, 26])('a bundle that starts, answers and stops is told so, on Node %i', async (major) => {
    const told = await rehearse(app(healthy), { args, node: await nodeBinary(major) })
    expect(told).toMatchObject({ exitCode: 0, stdout: '', stderr: started(major, name) })
  })

  test('the app has the environment of the host, and only what is asked stands between it and Passenger', async () => {
    const env = '[process.env.IN_PASSENGER, process.env.NODE_ENV, process.env.PORT, process.cwd() === __dirname]'
    const { stderr } = await rehearse(app(`response.end(JSON.stringify(${env}))`), { args })
    expect(stderr).toContain('not 200 with ["1","production",null,true]')
  })

  test.each(faults)('a bundle that %s is refused', async (_, source, expected, ofPassenger = expected) => {
    const wanted = host === 'Passenger' ? ofPassenger : expected
    expect(await rehearse(source, { args })).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringMatching(wanted),
    })
  })

  test('one that is interrupted leaves nothing', async () => {
    const source = app('console.error("asked")')
    const told = await rehearse(source, { args, until: 'asked' })
    expect(told).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/asked\n\nInterrupted\.$/) })
  })
})

test('under the stand-in, a bundle that ends with an error when stopped is refused', async () => {
  expect(await rehearse(app(healthy, 'process.exit(3)'), { args: ['--stand-in'] })).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/The app ended with 3 when it was told to stop/),
  })
})

test.each([
  ['is there in part only', (_: string) => {}, /spawn .*PassengerAgent ENOENT/],
  [
    'does not start',
    (file: string) => program(file, `exec "${about('support-binaries-dir')}/PassengerAgent" "$@" --listen nowhere`),
    /ERROR: invalid address format.*/,
  ],
])('where Passenger %s, a line says why, and the stand-in takes its place', async (_, install, reason) => {
  const programs = await emptyFolder()
  install(join(programs, 'PassengerAgent'))
  const real = execFileSync('sh', ['-c', 'command -v passenger-config'], { encoding: 'utf8' }).trim()
  const answers = `[ "$2" = support-binaries-dir ] && echo ${programs} || exec ${real} "$@"`
  program(join(programs, 'passenger-config'), answers)
  const { exitCode, stderr } = await rehearse(app(healthy), { env: { PATH: `${programs}:${process.env.PATH}` } })
  const [first = '', second] = stderr.split('\n')
  expect(exitCode, stderr).toBe(0)
  expect(first).toMatch(
    new RegExp(`^${passenger} cannot be used \\(${reason.source}\\): a stand-in takes its place\\.$`),
  )
  expect(second).toMatch(new RegExp(`under ${standIn}$`))
})

test('where there is no Passenger, the stand-in takes its place', async () => {
  const PATH = await emptyFolder()
  for (const name of ['tar', 'gzip']) symlinkSync(`/usr/bin/${name}`, join(PATH, name))
  const { exitCode, stderr } = await rehearse(app(healthy), { env: { PATH } })
  expect([exitCode, stderr]).toEqual([0, started(current, standIn)])
})

test('without a bundle there is nothing to rehearse', async () => {
  expect(await script(await craft(), 'rehearse')).toMatchObject({
    exitCode: 1,
    stderr: '\nThere is no bundle in dist/: make it by the script "bundle" first.',
  })
})
