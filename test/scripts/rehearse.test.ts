import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { emptyFolder } from '../cli/folder.ts'
import { nodeBinary } from '../support/node-binary.ts'
import { bundle, craft, script } from './project.ts'

// A start file as Passenger's documentation has it, without Rust.
const app = (answer: string, stop = 'process.exit(0)') => `
const http = require('http')
const server = http.createServer((request, response) => { ${answer} })
PhusionPassenger.configure({ autoInstall: false })
PhusionPassenger.on('exit', () => { ${stop} })
server.listen('passenger')
`
const healthy = `response.end(JSON.stringify({
  version: require('./package.json').version,
  env: [process.env.IN_PASSENGER, process.env.NODE_ENV, process.env.PORT],
}))`

async function rehearse(source: string, node?: string) {
  const root = await craft({ 'app.js': source })
  expect(await bundle(root)).toMatchObject({ exitCode: 0 })
  const TMPDIR = await emptyFolder()
  const ended = await script(root, 'rehearse', [], { env: { TMPDIR, PORT: '1' }, ...(node ? { node } : {}) })
  expect(readdirSync(TMPDIR), 'left behind').toEqual([])
  return ended
}

test.each([16, 26])('a bundle that starts, answers and stops is told so, on Node %i', async (major) => {
  expect(await rehearse(app(healthy), await nodeBinary(major))).toMatchObject({
    exitCode: 0,
    stderr: expect.stringMatching(`^my-shop 1\\.2\\.3 started, answered /health and stopped, on Node\\.js ${major}\\.`),
  })
})

test.each([
  ['does not start', 'throw new Error("no database")', /no database[\s\S]*The app ended before it was ready/],
  ['ends without a word', 'process.exit(0)', /The app ended before it was ready/],
  ['finds a file at home only', 'require("./scripts" + "/elf.mjs")', /The app ended before it was ready/],
  [
    'finds a package at home only',
    'require("execa" + "")',
    /Cannot find module 'execa'[\s\S]*ended before it was ready/,
  ],
  ['answers 500', app('response.statusCode = 500; response.end("oh")'), /\/health must answer 200 .*, not 500 with oh/],
  [
    'is of another version',
    app('response.end(`{ "version": "1.2.2" }`)'),
    /must answer 200 with \{ "version": "1\.2\.3" \}/,
  ],
  ['has a health that is no JSON', app('response.end("fine")'), /not 200 with fine/],
  ['dies of a request', app('process.exit(7)'), /\/health gave no answer: socket hang up/],
  ['listens twice', `${app(healthy)}http.createServer().listen('passenger')`, /called more than once/],
  [
    'removes its socket',
    `${app(healthy)}fs = require('fs');
    server.once('listening', () => fs.unlinkSync(PhusionPassenger.options.socket_path))`,
    /its socket is gone/,
  ],
  ['ends with an error when stopped', app(healthy, 'process.exit(3)'), /The app ended with 3 when it was told to stop/],
])('a bundle that %s is refused', async (_, source, expected) => {
  expect(await rehearse(source)).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringMatching(expected) })
})

test('without a bundle there is nothing to rehearse', async () => {
  expect(await script(await craft(), 'rehearse')).toMatchObject({
    exitCode: 1,
    stderr: '\nThere is no bundle in dist/: make it by the script "bundle" first.',
  })
})
