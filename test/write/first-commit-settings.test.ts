import { join } from 'node:path'
import { execa } from 'execa'
import { outputFile, pathExists } from 'fs-extra/esm'
import { expect, test, vi } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'
import { writeScript } from '../../harness/tool/machine.ts'
import { en } from '../../src/messages/en.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { commitAll } from '../../src/write/first-commit.ts'

const files = ['.env.example', '.gitignore', 'Cargo.lock', 'Cargo.toml', 'package-lock.json', 'src/app.rs']

type Surroundings = {
  /** The person's ~/.gitconfig, in which $HOME stands for the home folder. */
  readonly config?: string
  readonly env?: Readonly<Record<string, string>>
  /** Further files in the home folder; scripts can be run. */
  readonly home?: Readonly<Record<string, string>>
}

/** Makes a first commit in a new folder; `outcome` is what is said about it. */
async function firstCommit({ config = '', env = {}, home: homeFiles = {} }: Surroundings) {
  const root = await emptyFolder()
  const [cwd, home] = [join(root, 'my-api'), join(root, 'home')]
  const inHome = (text: string) => text.replaceAll('$HOME', home)
  await outputFile(join(home, '.gitconfig'), `[user]\nname = A\nemail = a@example.org\n${inHome(config)}`)
  for (const [name, text] of Object.entries(homeFiles)) {
    await outputFile(join(home, name), '')
    await writeScript(join(home, name), inHome(text))
  }
  for (const name of files) await outputFile(join(cwd, name), name === '.gitignore' ? '/node_modules\n' : `${name}\n`)
  await outputFile(join(cwd, 'node_modules/x'), 'not ours')
  await outputFile(join(cwd, 'bun.lock'), 'from the install')
  await outputFile(join(cwd, '.DS_Store'), 'not ours')
  const set = { HOME: home, GIT_CONFIG_NOSYSTEM: '1', ...env }
  for (const [name, value] of Object.entries(set)) vi.stubEnv(name, inHome(value))
  const plan = { destination: { path: cwd, occupied: false }, files: files.map((path) => ({ path })) }
  const outcome = await commitAll(plan as unknown as Plan, 'Start')
  vi.unstubAllEnvs()
  const git = async (...args: string[]) => {
    const clean = { PATH: process.env.PATH ?? '', HOME: home, GIT_CONFIG_NOSYSTEM: '1' }
    return (await execa('git', args, { cwd, env: clean, extendEnv: false })).stdout
  }
  return { outcome: `${outcome.kind} ${outcome.reason?.(en) ?? ''}`.trim(), git, cwd, home }
}

const ours = [...files, 'bun.lock'].sort()

// Several at once: each run is a dozen processes.
const harmless: readonly (readonly [what: string, surroundings: Surroundings])[] = [
  [
    'ignore rules, hooks, line ends, a monitor, colours, comments, a template for messages, another branch',
    {
      config: `[core]
excludesFile = $HOME/ignore
hooksPath = $HOME/hooks
autocrlf = true
safecrlf = true
fsmonitor = $HOME/no-such-program
commentChar = S
[color]
ui = always
[status]
short = true
branch = true
[commit]
template = $HOME/message
verbose = true
[init]
defaultBranch = trunk
`,
      home: {
        ignore: '*.lock\npackage-lock.json\n.env*\n.DS_Store',
        'hooks/pre-commit': 'exit 1',
        'hooks/commit-msg': 'exit 1',
      },
    },
  ],
  [
    'an init.templateDir that excludes and has a hook',
    {
      config: '[init]\ntemplateDir = $HOME/template\n',
      home: { 'template/info/exclude': 'src\nCargo.*\n.DS_Store', 'template/hooks/pre-commit': 'exit 1' },
    },
  ],
  [
    'variables for a person at a terminal',
    {
      env: {
        GIT_EDITOR: 'sleep 60',
        GIT_PAGER: 'sleep 60',
        GIT_TRACE: '1',
        GIT_TRACE_SETUP: '1',
        GIT_NOGLOB_PATHSPECS: '1',
        GIT_ICASE_PATHSPECS: '1',
        GIT_TEMPLATE_DIR: '$HOME/none',
        GIT_DEFAULT_HASH: 'sha256',
        GPG_TTY: '/dev/tty1',
      },
    },
  ],
  [
    'variables of a hook, and of `git -c` around it',
    {
      env: {
        GIT_DIR: '$HOME/x',
        GIT_QUARANTINE_PATH: '$HOME/x',
        GIT_CONFIG_PARAMETERS: "'core.bare'='true'",
        GIT_OBJECT_DIRECTORY: '$HOME/objects',
        GIT_ALTERNATE_OBJECT_DIRECTORIES: '$HOME/objects',
        GIT_INDEX_FILE: '$HOME/index',
        GIT_COMMON_DIR: '$HOME/common',
        GIT_WORK_TREE: '$HOME',
      },
    },
  ],
]

test.each(harmless)("a person's git does not change what the first commit contains: %s", async (_, surroundings) => {
  const { outcome, git, home } = await firstCommit(surroundings)
  expect(outcome).toBe('done')
  expect(await git('log', '--format=%s', 'main')).toBe('Start')
  const committed = (await git('ls-tree', '-r', '--name-only', 'HEAD'))
    .split('\n')
    .filter((name) => name !== '.DS_Store')
  expect(committed).toEqual(ours)
  expect(await git('status', '--porcelain', '--untracked-files=no')).toBe('')
  for (const name of ['objects', 'index', 'x']) expect(await pathExists(join(home, name)), name).toBe(false)
})

const signing = '[user]\nsigningKey = $HOME/key.pub\n[commit]\ngpgSign = true\n[gpg]\nformat = ssh\n'

test('a commit is signed if its author wants that, and it works without a question', async () => {
  const key = '# Stands for ssh-keygen -Y sign.\nfor file; do :; done\necho SIGNED > "$file.sig"'
  const config = `${signing}[gpg "ssh"]\nprogram = $HOME/sign\n`
  const { outcome, git } = await firstCommit({ config, home: { sign: key, 'key.pub': '' } })
  expect(outcome).toBe('done')
  expect(await git('cat-file', 'commit', 'HEAD')).toContain('gpgsig SIGNED')
})

test.each([
  ['no key', '[commit]\ngpgSign = true\n'],
  ['no such key', signing],
  ['no such program', '[commit]\ngpgSign = true\n[gpg]\nprogram = /nowhere/gpg\n'],
])('a commit that cannot be signed is made all the same, and the setting is named: %s', async (_, config) => {
  const { outcome, git } = await firstCommit({ config })
  expect(outcome).toMatch(/^done done, but not signed as commit\.gpgSign asks: .*; failed to write commit object$/)
  expect(await git('log', '--format=%s')).toBe('Start')
})

test.each([
  ['a default hash that does not exist', { env: { GIT_DEFAULT_HASH: 'md4' } }, /^skipped git init failed: .*md4/],
  [
    'a filter that fails',
    {
      config: '[core]\nattributesFile = $HOME/attributes\n[filter "x"]\nclean = false\nrequired = true\n',
      home: { attributes: '*.rs filter=x' },
    },
    /^skipped repository created, but git add failed: .*; src\/app\.rs: .*'x'/,
  ],
  [
    'a template whose config has the files elsewhere',
    {
      config: '[init]\ntemplateDir = $HOME/template\n',
      home: { 'template/config': '\n[core]\nworktree = $HOME/elsewhere', 'elsewhere/x': '' },
    },
    /^done done, but without \.env\.example, \.gitignore, Cargo\.lock, Cargo\.toml, package-lock\.json and 1 more$/,
  ],
  [
    'a ~/.gitconfig that git cannot read',
    { config: '[broken\n' },
    /^skipped git does not work here, .*: bad config line \d+ in file \/.*\.gitconfig$/,
  ],
])('what git says is quoted: %s', async (_, surroundings: Surroundings, expected) => {
  expect((await firstCommit(surroundings)).outcome).toMatch(expected)
})
