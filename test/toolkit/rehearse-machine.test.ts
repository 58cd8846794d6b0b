import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, expect, test } from 'vitest'
import { writeProgram } from '../../harness/deploy/account.ts'
import { emptyFolder } from '../../harness/folder.ts'
import { mountNamespace } from '../../harness/tool/mounts.ts'
import { bundle, createProject } from '../../harness/toolkit/project.ts'

const healthy = `
const http = require('http')
PhusionPassenger.configure({ autoInstall: false })
PhusionPassenger.on('exit', () => process.exit(0))
http.createServer((request, response) => response.end(JSON.stringify(require("./package.json")))).listen('passenger')
`

type Surroundings = {
  /** Where temporary files go, below an empty folder. */
  readonly tmp?: string
  /** How it is written in TMPDIR. */
  readonly asTmpdir?: (folder: string, root: string) => string
  /** What a shell in the project does before, as root of a mount namespace of its own; TMPDIR is set. */
  readonly before?: string
  readonly change?: (root: string) => void
  readonly args?: readonly string[]
}

/** A project with a bundle, made once and copied. */
let made: Promise<string> | undefined
async function makeProject(): Promise<string> {
  const root = await createProject({ 'app.js': healthy })
  expect(await bundle(root)).toMatchObject({ exitCode: 0 })
  const copy = mkdtempSync(join(tmpdir(), 'rehearse-machine-')) // an emptyFolder is removed after the first test
  cpSync(root, copy, { recursive: true })
  return copy
}
afterAll(async () => rmSync((await made) ?? '', { recursive: true, force: true }))

async function rehearse({ tmp = 'tmp', asTmpdir, before, change, args }: Surroundings) {
  made ??= makeProject()
  const root = await emptyFolder()
  cpSync(await made, root, { recursive: true })
  change?.(root)
  const folder = join(await emptyFolder(), tmp)
  mkdirSync(folder, { recursive: true })
  const TMPDIR = asTmpdir?.(folder, root) ?? folder
  const command = [process.execPath, 'scripts/o2switch.mjs', 'rehearse', ...(args ?? ['--stand-in'])]
  const shell = before ? [...(await mountNamespace()), 'sh', '-c', `${before}; exec "$0" "$@"`] : []
  const [program = '', ...words] = [...shell, ...command]
  const result = await execa(program, words, { cwd: root, env: { LANG: 'C', TMPDIR }, reject: false, stdin: 'ignore' })
  if (asTmpdir === undefined) expect(readdirSync(folder), 'left behind').toEqual([])
  return result
}

const passed = /^my-shop 1\.2\.3 started, answered \/health and stopped, .*$/
const inTarget = (reason: string) =>
  new RegExp(
    `^\\S+ cannot be used \\(${reason}\\): the bundle is unpacked in target/ instead\\.\n${passed.source.slice(1)}`,
  )

const places: readonly [what: string, how: Surroundings, said: RegExp][] = [
  ['a TMPDIR of over 83 characters', { tmp: 'x'.repeat(83) }, passed],
  ['the same, with Passenger', { tmp: 'x'.repeat(83), args: [] }, passed],
  ['a TMPDIR that counts more bytes than characters', { tmp: 'é'.repeat(40) }, passed],
  ['a TMPDIR with spaces', { tmp: 'mes fichiers 100%' }, passed],
  ['a relative TMPDIR', { change: (root) => mkdirSync(join(root, 'mine')), asTmpdir: () => 'mine' }, passed],
  ['a TMPDIR with a slash at its end', { asTmpdir: (folder) => `${folder}//` }, passed],
  ['a TMPDIR that does not exist', { asTmpdir: (folder) => `${folder}/missing` }, inTarget('it was not found')],
  [
    'a TMPDIR that is a file',
    { change: (root) => writeFileSync(join(root, 'file'), ''), asTmpdir: (_, root) => join(root, 'file') },
    inTarget('part of that path is a file'),
  ],
  [
    'a TMPDIR mounted noexec',
    { before: 'mount -t tmpfs -o noexec tmpfs "$TMPDIR"' },
    inTarget('programs in it .* noexec\\?'),
  ],
  [
    'a full TMPDIR',
    { before: 'mount -t tmpfs -o size=4k tmpfs "$TMPDIR"; : > "$TMPDIR/x" 2>/dev/null' },
    inTarget('the disk is full'),
  ],
  ['a read-only TMPDIR', { before: 'mount -t tmpfs -o ro tmpfs "$TMPDIR"' }, inTarget('the disk is read-only')],
]

test.each(places)('a rehearsal passes with %s', async (_, how, said) => {
  const { exitCode, stderr } = await rehearse(how)
  expect(exitCode, stderr).toBe(0)
  expect(stderr).toMatch(said)
})

/** A Node.js that only tells its version, as one that a security module stops from running. */
const noNode = (root: string) =>
  writeProgram(
    join(root, 'node'),
    '[ "$1" = --version ] && echo v22.0.0 && exit; echo "stopped by the machine" >&2; exit 7',
  )

const faults: readonly [what: string, how: Surroundings, exitCode: number, said: RegExp][] = [
  [
    'has no folder that can be used',
    { asTmpdir: (folder) => `${folder}/missing`, change: (root) => writeFileSync(join(root, 'target'), '') },
    3,
    /✖ This machine has no folder to rehearse in\.\n {2}\S+missing: it was not found\n {2}\S+target: .*\n {2}Set TMPDIR/,
  ],
  [
    'starts no app at all',
    { change: noNode, args: ['--stand-in', '--node', './node'] },
    3,
    /✖ This machine cannot rehearse: not even an app that .* here\.\n {2}See .* nothing about your app\./,
  ],
  [
    'starts no app at all, under Passenger either',
    { change: noNode, args: ['--node', './node'] },
    3,
    /Passenger cannot be used \(.*\): a stand-in is used instead\.\n[\s\S]*✖ This machine cannot rehearse: /,
  ],
  [
    'runs out of room for the bundle',
    {
      before:
        'mount -t tmpfs -o size=400k tmpfs "$TMPDIR"; head -c 390000 /dev/zero > "$TMPDIR/x"; mount -t tmpfs -o ro tmpfs target',
      change: (root) => mkdirSync(join(root, 'target')),
    },
    3,
    /✖ This machine has no folder[\s\S]*: the disk is full\n[\s\S]*: the disk is read-only\n/,
  ],
]

test.each(faults)('a machine that %s is not called a fault of the app or the host', async (_, how, exitCode, said) => {
  const result = await rehearse(how)
  expect(result.exitCode, result.stderr).toBe(exitCode)
  expect(result.stderr).toMatch(said)
  expect(result.stderr).not.toMatch(/Do not deploy|visitors|^\s+at /m)
})

test.each([
  ['cut off', (file: string) => truncateSync(file, 200)],
  ['followed by something else', (file: string) => appendFileSync(file, 'x'.repeat(1000))],
])('an archive that is %s is called damaged', async (_, damage) => {
  const change = (root: string) => {
    const name = readdirSync(join(root, 'dist')).find((one) => one.endsWith('.tar.gz')) ?? ''
    damage(join(root, 'dist', name))
  }
  const { exitCode, stderr } = await rehearse({ change })
  expect([exitCode, stderr]).toEqual([4, expect.stringMatching(/✖ dist\/my-shop-1\.2\.3\.tar\.gz is damaged\./)])
})
