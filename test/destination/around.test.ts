import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'
import { plant } from '../../harness/tree.ts'
import { lookAround } from '../../src/destination/around/look-around.ts'
import { memberFiles } from '../../src/destination/around/members.ts'

const included = (name: string, text: string) =>
  memberFiles.find((file) => file.name === name)?.includes(text, ['apps/my-api', 'apps/my-api/host'])

test.each<[file: string, text: string, pattern: string | undefined]>([
  ['Cargo.toml', '[workspace]\nmembers = ["apps/*"]\n', 'apps/*'],
  ['Cargo.toml', '[workspace]\nmembers = [ # all\n  "apps/one",\n  "./apps/*/", # ]\n]\n', './apps/*/'],
  [
    'Cargo.toml',
    "[package]\nname = 'x'\n[ workspace ]\r\nresolver = '2'\r\nmembers = ['apps/my-*']\r\n[lib]\n",
    'apps/my-*',
  ],
  ['Cargo.toml', 'workspace = { members = ["apps/[lm]y-api"] }\n', 'apps/[lm]y-api'],
  ['Cargo.toml', 'workspace.members = ["apps/my-api"]\nworkspace.exclude = ["apps/my-api"]\n', 'apps/my-api'],
  ['Cargo.toml', '[workspace]\nmembers = ["apps/*/host"]\n', 'apps/*/host'],
  ['Cargo.toml', '[workspace]\nmembers = ["apps/*"]\nexclude = ["apps/my-api"]\n', undefined],
  ['Cargo.toml', '[workspace]\nmembers = ["apps/*"]\nexclude = ["./apps/"]\n', undefined],
  ['Cargo.toml', '[workspace]\nmembers = ["apps/one", "crates/*"]\n', undefined],
  ['Cargo.toml', '[workspace]\n# members = ["apps/*"]\n', undefined],
  ['Cargo.toml', '[workspace]\n[package.metadata.x]\nmembers = ["apps/*"]\n', undefined],
  ['Cargo.toml', '[workspace.metadata]\nmembers = ["apps/*"]\n', undefined],
  ['package.json', '{"workspaces":["packages/*","apps/*"]}', 'apps/*'],
  ['package.json', '\ufeff{"workspaces":{"packages":["**"]}}', '**'],
  ['package.json', '{"workspaces":["apps/*","!apps/my-api"]}', undefined],
  ['package.json', '{"workspaces":["!apps/my-api","apps/*"]}', 'apps/*'],
  ['package.json', '{"workspaces":["*"]}', undefined],
  ['package.json', '{"workspaces":', undefined],
  ['pnpm-workspace.yaml', 'packages:\n  # ours\n  - "apps/*" # all\n\nnodeLinker: hoisted\n', 'apps/*'],
  ['pnpm-workspace.yaml', "catalog:\n  a: 1\npackages:\n- 'packages/**'\n- '{apps,libs}/*'\n", '{apps,libs}/*'],
  ['pnpm-workspace.yaml', 'packages: ["apps/**", \'!apps/my-api\']\n', undefined],
  ['pnpm-workspace.yaml', 'onlyBuiltDependencies:\n  - apps/*\n', undefined],
  ['lerna.json', '{"packages":["apps/*"]}', 'apps/*'],
  ['deno.jsonc', '// ours\n{"workspace": ["./apps/my-api",], /* "x" */}', './apps/my-api'],
  ['deno.json', '{"workspace": {"members": ["apps/one"]}}', undefined],
])('a workspace that includes a folder: %s %j → %s', (file, text, pattern) => {
  expect(included(file, text)).toBe(pattern)
})

test.each([
  ['npm', 'package.json', 'package-lock.json', '{"lockfileVersion":3}', true],
  ['yarn 4', 'package.json', 'yarn.lock', '__metadata:\n  version: 8\n', true],
  ['yarn 1, whose lock file need not have each member', 'package.json', 'yarn.lock', '# yarn lockfile v1\n', false],
  ['bun', 'package.json', 'bun.lock', '{"lockfileVersion":1}', true],
  ['pnpm', 'pnpm-workspace.yaml', 'pnpm-lock.yaml', "lockfileVersion: '9.0'\n", true],
])('the lock file of a workspace that would not match any more: %s', async (_, file, lock, text, found) => {
  const root = await emptyFolder()
  const members = file === 'package.json' ? '{"workspaces":["apps/*"]}' : 'packages: [apps/*]\n'
  await plant(root, { [file]: members, [lock]: text, apps: '/' })
  expect(lookAround(join(root, 'apps/x')).workspaces).toEqual([
    expect.objectContaining({ file: join(root, file), path: 'apps/x', lock: found ? join(root, lock) : undefined }),
  ])
})

test.each<[string, Record<string, string>, root: string | undefined]>([
  ['a repository', { '.git/HEAD': 'ref: refs/heads/main\n' }, '.'],
  ['a worktree or submodule', { 'apps/.git': 'gitdir: ../.git/modules/apps\n', '.git/HEAD': 'x' }, 'apps'],
  ['an empty folder .git', { '.git': '/' }, undefined],
  ["the project's own repository", { '.git/HEAD': 'x', 'apps/x/.git/HEAD': 'x' }, undefined],
])('the repository that a project becomes part of: %s', async (_, tree, root) => {
  const top = await emptyFolder()
  await plant(top, tree)
  const found = lookAround(join(top, 'apps/x')).repository?.root
  expect(found).toBe(root === undefined ? undefined : join(top, root))
})

test.each([
  ['rust-toolchain', '1.70\n', '1.70'],
  ['rust-toolchain', '[toolchain]\nchannel = "1.71.1"\n', '1.71.1'],
  ['rust-toolchain.toml', "[toolchain]\nprofile = 'minimal'\n channel = '1.72-x86_64-unknown-linux-gnu'\n", '1.72'],
  ['rust-toolchain.toml', '[toolchain]\nchannel = "nightly"\n', undefined],
])('a pinned Rust: %s %j → %s', async (file, text, version) => {
  const root = await emptyFolder()
  await plant(root, { [file]: text })
  expect(lookAround(join(root, 'a/b')).toolchain).toEqual({ file: join(root, file), version })
})

test.each([
  ['.nvmrc', 'v18.12.0\n', '18.12.0'],
  ['.node-version', '16', '16'],
  ['.tool-versions', 'python 3.12\nnodejs 18.1.0\n', '18.1.0'],
  ['mise.toml', '[tools]\nnode = "18"\n', '18'],
  ['.nvmrc', 'lts/hydrogen\n', undefined],
])('a pinned Node: %s %j → %s', async (file, text, version) => {
  const root = await emptyFolder()
  await plant(root, { [file]: text })
  expect(lookAround(join(root, 'a/b')).node).toEqual(version && { file: join(root, file), version })
})

test('what is above a link counts where the link leads', async () => {
  const root = await emptyFolder()
  await plant(root, { 'repository/.git/HEAD': 'x', 'repository/apps': '/' })
  await mkdir(join(root, 'elsewhere'))
  await symlink('../repository/apps', join(root, 'elsewhere/link'))
  expect(lookAround(join(root, 'elsewhere/link/x')).repository).toEqual({
    root: join(root, 'repository'),
    path: 'apps/x',
  })
})

test('a workspace that includes a folder through a link', async () => {
  const root = await emptyFolder()
  await plant(root, {
    'all/Cargo.toml': '[workspace]\nmembers = ["link/*"]\n',
    elsewhere: '/',
    'all/link': '-> ../elsewhere',
  })
  expect(lookAround(join(root, 'all/link/x')).workspaces).toMatchObject([{ pattern: 'link/*', path: 'link/x' }])
})

test.each([
  ['', true],
  ['node_modules\n**/target\n', false],
  ['/apps\n', false],
])('an image that would copy the project, with .dockerignore %j: %s', async (text, copies) => {
  const root = await emptyFolder()
  await plant(root, { Dockerfile: 'FROM scratch\n', '.dockerignore': text })
  expect(lookAround(join(root, 'apps/x')).image !== undefined).toBe(copies)
})
