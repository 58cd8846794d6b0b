import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { outputFile } from 'fs-extra/esm'
import { expect, test } from 'vitest'
import { goodPrograms, type Machine, machine } from '../../harness/tool/machine.ts'
import { parseAs } from '../../harness/tool/schema.ts'
import { plant, type Tree, treeOf } from '../../harness/tree.ts'
import type { ResultDocument } from '../../src/report/result.ts'

const args = ['apps/my-api', '-f', 'plain', '--no-install']

async function machineIn(tree: Tree, programs = goodPrograms): Promise<Machine> {
  const here = await machine(programs)
  await plant(here.cwd, tree)
  return here
}

const metadata = (cwd: string) =>
  execa('cargo', ['metadata', '--offline', '--no-deps', '--format-version=1'], { cwd, reject: false })

const one = {
  'apps/one/Cargo.toml': '[package]\nname = "one"\nversion = "0.1.0"\nedition = "2024"\n',
  'apps/one/src/lib.rs': '',
}

test('2: a cargo workspace that would include the project; with the line from the message, both build', async () => {
  const { run, cwd } = await machineIn({ ...one, 'Cargo.toml': '[workspace]\nmembers = ["apps/*"]\nresolver = "3"\n' })
  const before = await treeOf(cwd)
  for (const more of [[], ['--dry-run']]) {
    const { exitCode, stderr } = await run(...args, ...more)
    expect(exitCode).toBe(2)
    expect(stderr).toContain(`The cargo workspace in ${cwd}/Cargo.toml would include the project (members: "apps/*")`)
    expect(await treeOf(cwd)).toEqual(before)
  }
  const line = /`(exclude = .*?)`/.exec((await run(...args)).stderr)?.[1]
  await outputFile(join(cwd, 'Cargo.toml'), `[workspace]\nmembers = ["apps/*"]\nresolver = "3"\n${line}\n`)
  expect((await run(...args)).exitCode).toBe(0)
  expect(await metadata(cwd)).toMatchObject({ exitCode: 0 })
})

test.each<[string, Tree, key: string]>([
  ['npm', { 'package.json': '{"workspaces":["apps/*"]}', 'package-lock.json': '{}' }, 'workspaces'],
  ['pnpm', { 'pnpm-workspace.yaml': 'packages: [apps/*]', 'pnpm-lock.yaml': 'lockfileVersion: 9' }, 'packages'],
])('2: a lock file of %s above that would no longer match its workspace', async (_, tree, key) => {
  const { run, cwd } = await machineIn(tree)
  const { exitCode, stdout } = await run(...args, '--json')
  expect(exitCode).toBe(2)
  const { error } = parseAs<ResultDocument>('result', stdout)
  expect(error?.message).toContain(Object.keys(tree)[1])
  expect(error?.hint).toContain(`Add \`"!apps/my-api"\` to "${key}" in ${cwd}/${Object.keys(tree)[0]}`)
})

test.each([
  ['bun', 'echo 1.4.0', 2],
  ['yarn', 'echo 1.22.22', 2],
  ['yarn', 'echo 4.9.1', 0],
])(
  'whether %s (%s) would install into the workspace, without a lock file: exit code %i',
  async (name, script, code) => {
    const program = `[ "$1" = --version ] && ${script}\nexit 0`
    const here = await machineIn({ 'package.json': '{"workspaces":["apps/*"]}' }, { ...goodPrograms, [name]: program })
    const { exitCode, stderr } = await here.run('apps/x', '-f', 'plain', '--no-build', '--package-manager', name)
    expect(exitCode).toBe(code)
    expect(stderr.includes(`${name} would install into the workspace`)).toBe(code === 2)
  },
)

const repository: Tree = {
  '.gitignore': '*.lock\n!keep.lock\n/apps/**/scripts/\n',
  '.gitattributes': '*.sh filter=lfs\n',
  'package.json': '{"workspaces":["apps/*"]}',
  'rust-toolchain.toml': '[toolchain]\nchannel = "1.70"\n',
  '.nvmrc': 'v16\n',
  Dockerfile: 'FROM scratch\n',
}

test.each(['github', 'gitlab', 'none'])('what is above is said, in a dry run and as JSON too: --ci %s', async (ci) => {
  const { run, cwd, env } = await machineIn(repository)
  await execa('git', ['init', '--quiet'], { cwd, env, extendEnv: false })
  const written = await run(...args, '--ci', ci, '--no-git', '--json')
  expect(written.exitCode).toBe(0)
  const { notices = [] } = parseAs<ResultDocument>('result', written.stdout)
  const expected = [
    `The workspace in ${cwd}/package.json includes the project ("apps/*")`,
    ...(ci === 'github'
      ? [`GitHub reads .github only at the root of the repository, ${cwd}: not in apps/my-api.`]
      : []),
    ...(ci === 'gitlab' ? [`GitLab reads .gitlab-ci.yml only at the root of the repository, ${cwd}`] : []),
    `${cwd}/.gitignore:1 ("*.lock") keeps out of git: Cargo.lock.`,
    `${cwd}/.gitignore:3 ("/apps/**/scripts/") keeps out of git: scripts/o2switch.mjs`,
    'stores with the filter "lfs": hello.sh.',
    `${cwd}/rust-toolchain.toml asks for Rust 1.70, in the project too, which needs Rust 1.`,
    `${cwd}/.nvmrc asks for Node 16, in the project too, which needs Node 20.`,
    `${cwd}/Dockerfile copies from a folder that includes the project`,
  ]
  for (const [index, text] of expected.entries()) expect(notices[index]?.message).toContain(text)
  expect(notices).toHaveLength(expected.length)
  expect(written.stderr).toContain(`! ${notices[0]?.message}\n  ${notices[0]?.hint}\n`)
  if (ci === 'github')
    expect(notices[1]?.hint).toMatch(
      /`PROJECT: apps\/my-api` \(the working-directory\) and `paths: \["apps\/my-api\/\*\*"\]`/,
    )

  const dry = await run('apps/other', ...args.slice(1), '--ci', ci, '--no-git', '--dry-run')
  expect(dry.exitCode).toBe(0)
  for (const text of expected) expect(dry.stdout).toContain(text.replace('apps/my-api', 'apps/other'))
})

test("the project's own ignore rules are meant, and not reported", async () => {
  const { run, cwd, env } = await machineIn({})
  await execa('git', ['init', '--quiet'], { cwd, env, extendEnv: false })
  const again = [...args, '--ci', 'none', '--no-git', '--target-dir', 't', '--overwrite', '--json']
  await run(...again)
  const { stdout } = await run(...again)
  expect(parseAs<ResultDocument>('result', stdout).notices).toEqual([])
})

test('nothing is said about folders that do not concern the project', async () => {
  const { run, cwd } = await machineIn({
    'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\n',
    'package.json': '{"workspaces":["packages/*"]}',
    'package-lock.json': '{}',
    'rust-toolchain.toml': '[toolchain]\nchannel = "1.99"\n',
    '.node-version': 'lts/iron\n',
  })
  await mkdir(join(cwd, 'apps'))
  const { stdout, stderr } = await run(...args, '--json')
  expect(parseAs<ResultDocument>('result', stdout).notices).toEqual([])
  expect(stderr).not.toContain('! ')
})
