import fc from 'fast-check'
import type { Tree } from '../tree.ts'

/** What a person's machine may have around a new project. Paths in it start at one folder; `~` in a value is that folder. */
export type World = {
  readonly variables: Readonly<Record<string, string>>
  /** Below home/ and work/. */
  readonly files: Tree
  readonly umask: number
  readonly tmpdir: string
  /** Where the tool is started, below work/. */
  readonly cwd: string
  readonly args: readonly string[]
}

/** Everyday variables, each with values that programs or persons set. */
const variables: Readonly<Record<string, readonly string[]>> = {
  RUSTFLAGS: ['-C target-cpu=native', '', '-D warnings'],
  CARGO_ENCODED_RUSTFLAGS: ['-Ctarget-cpu=native'],
  CARGO_BUILD_RUSTFLAGS: ['-C debuginfo=2'],
  CARGO_BUILD_TARGET: ['x86_64-unknown-linux-gnu'],
  CARGO_TARGET_DIR: ['~/home/cache/target', 'out'],
  CARGO_INCREMENTAL: ['0'],
  CARGO_NET_OFFLINE: ['true'],
  CARGO_TERM_COLOR: ['always'],
  CARGO_PROFILE_RELEASE_PANIC: ['abort'],
  RUSTC_WRAPPER: ['sccache'],
  RUST_LOG: ['debug'],
  RUST_BACKTRACE: ['full'],
  npm_config_color: ['always'],
  npm_config_workspace: ['one'],
  npm_config_workspaces: ['true'],
  npm_config_user_agent: [
    'npm/11.0.0 node/v20.0.0 linux x64',
    'pnpm/10.0.0 npm/? node/v20.0.0',
    'yarn/4.9.1 npm/?',
    'x',
  ],
  npm_config_prefix: ['~/home/prefix'],
  npm_config_yes: ['true'],
  npm_command: ['exec', 'run-script', 'init'],
  npm_lifecycle_event: ['npx', 'postinstall'],
  npm_execpath: ['/usr/lib/node_modules/npm/bin/npm-cli.js'],
  npm_package_json: ['~/work/package.json'],
  INIT_CWD: ['~/work', '~/nowhere', 'relative', '/'],
  PWD: ['~/work', '~/nowhere', '/'],
  OLDPWD: ['~'],
  YARN_NODE_LINKER: ['pnp'],
  YARN_IGNORE_PATH: ['1'],
  COREPACK_ENABLE_STRICT: ['0'],
  PNPM_HOME: ['~/home/pnpm'],
  BUN_INSTALL: ['~/home/.bun'],
  NODE_ENV: ['production', 'test'],
  NODE_OPTIONS: ['--no-warnings', '--max-old-space-size=512'],
  NODE_PATH: ['~/home/lib'],
  NODE_DEBUG: ['nothing'],
  FORCE_COLOR: ['1', '3', '0'],
  NO_COLOR: ['1'],
  CLICOLOR_FORCE: ['1'],
  CI: ['true', '', 'false'],
  GITHUB_ACTIONS: ['true'],
  TERM: ['dumb', 'xterm-256color', ''],
  COLUMNS: ['20', 'x'],
  LANG: ['fr_FR.UTF-8', 'C', 'tlh', ''],
  LC_ALL: ['de_DE.UTF-8', 'POSIX'],
  LANGUAGE: ['fr:en'],
  TZ: ['Asia/Kolkata', 'nonsense'],
  HOST: ['x86_64-conda-linux-gnu', ''],
  PORT: ['8080', 'tcp://172.17.0.2:80'],
  GIT_DIR: ['~/home/other/.git', '.git'],
  GIT_WORK_TREE: ['~/home/other'],
  GIT_INDEX_FILE: ['~/home/other/.git/index'],
  GIT_OBJECT_DIRECTORY: ['~/home/other/.git/objects'],
  GIT_COMMON_DIR: ['~/home/other/.git'],
  GIT_CONFIG_COUNT: ['1'],
  GIT_NAMESPACE: ['other'],
  GIT_CEILING_DIRECTORIES: ['~'],
  GIT_AUTHOR_DATE: ['2001-01-01T00:00:00Z'],
  GIT_TRACE: ['1'],
  GIT_PAGER: ['less'],
  GIT_TEMPLATE_DIR: ['~/home/nothing'],
  EDITOR: ['vi'],
  SSH_AUTH_SOCK: ['~/home/agent'],
  https_proxy: ['http://127.0.0.1:9'],
  no_proxy: ['*'],
  CC: ['clang', 'x86_64-conda-linux-gnu-cc'],
  CFLAGS: ['-march=native -O3'],
  LDFLAGS: ['-Wl,-O1'],
  XDG_CONFIG_HOME: ['~/home/.config', '~/home/x dg'],
  XDG_CACHE_HOME: ['~/home/.cache'],
  CONDA_PREFIX: ['/opt/conda'],
  SUDO_USER: ['somebody'],
  O2SWITCH_HOST: ['example.org'],
}

/** Files that a home folder or the folders above have. */
const files: Readonly<Record<string, readonly string[]>> = {
  'home/.npmrc': [
    'color=always\nloglevel=silent\n',
    'workspaces=true\nprefix=/opt\n',
    '//registry.example/:_authToken=x\n',
  ],
  'home/.yarnrc.yml': ['nodeLinker: pnp\n'],
  'home/.gitconfig': [
    '[core]\n\tautocrlf = true\n',
    '[core]\n\thooksPath = /opt/hooks\n[commit]\n\tgpgSign = true\n[gpg]\n\tprogram = false\n[user]\n\tname = A\n\temail = a@example.org\n',
    '[core]\n\texcludesFile = ~/ignored\n[init]\n\tdefaultBranch = trunk\n',
  ],
  'home/ignored': ['*.lock\n*.js\n'],
  'home/.config/git/attributes': ['* text eol=crlf\n'],
  'home/.cargo/config.toml': [
    '[build]\ntarget-dir = "../shared"\nrustflags = ["-C", "target-cpu=native"]\n',
    '[profile.release]\npanic = "abort"\n[net]\noffline = true\n',
  ],
  'work/.cargo/config.toml': [
    '[build]\ntarget-dir = "../../out"\n',
    '[term]\ncolor = "always"\n[alias]\nb = "build"\n',
  ],
  'work/Cargo.toml': [
    '[workspace]\nmembers = ["apps/*"]\nresolver = "3"\n',
    '[workspace]\nmembers = ["apps/one"]\nresolver = "3"\n',
    '[workspace]\nmembers = ["apps/*"]\nexclude = ["apps/my-api", "apps/deep"]\nresolver = "3"\n',
    '[package]\nname = "above"\nversion = "0.1.0"\nedition = "2021"\n[lib]\npath = "apps/one/src/lib.rs"\n',
  ],
  'work/package.json': [
    '{"packageManager":"yarn@4.9.1"}',
    '{"workspaces":["apps/*"],"private":true}',
    '{"workspaces":["**"],"type":"module"}',
    '{"devEngines":{"packageManager":{"name":"pnpm","onFail":"error"}}}',
    '{ broken',
  ],
  'work/package-lock.json': ['{"lockfileVersion":3}'],
  'work/pnpm-workspace.yaml': ['packages:\n  - "apps/*"\n', 'packages: ["**", "!apps/my-api"]\n', '{ broken'],
  'work/pnpm-lock.yaml': ["lockfileVersion: '9.0'\n"],
  'work/.yarnrc.yml': ['nodeLinker: pnp\n', 'yarnPath: .yarn/releases/nothing.cjs\n'],
  'work/deno.json': ['{"workspace":["./apps/*"]}'],
  'work/.gitignore': ['*.lock\ndist\n', 'apps/\n', '*\n', '.*\n'],
  'work/.gitattributes': ['* text=auto eol=crlf\n', '*.toml filter=lfs diff=lfs merge=lfs -text\n'],
  'work/.git/HEAD': ['ref: refs/heads/main\n'],
  'work/rust-toolchain.toml': ['[toolchain]\nchannel = "1.70"\n', '[toolchain]\nchannel = "nightly"\n'],
  'work/Dockerfile': ['FROM scratch\nCOPY . .\n'],
  'work/.nvmrc': ['16\n'],
  'work/node_modules/@napi-rs/cli/package.json': ['{"version":"0.0.1"}'],
}

/** A real crate, so that the workspaces above build before. */
export const always: Tree = {
  'home/other/.git/HEAD': 'ref: refs/heads/main\n',
  'work/apps/one/Cargo.toml': '[package]\nname = "one"\nversion = "0.1.0"\nedition = "2021"\n',
  'work/apps/one/package.json': '{"name":"one","version":"0.1.0"}',
  'work/apps/one/src/lib.rs': '',
  'work/apps/my api/.gitkeep': '',
  'work/été & #1/%41$HOME/.gitkeep': '',
}

const subset = (all: Readonly<Record<string, readonly string[]>>, maxKeys: number) =>
  fc
    .uniqueArray(fc.constantFrom(...Object.keys(all)), { maxLength: maxKeys })
    .chain((names) =>
      fc.tuple(...names.map((name) => fc.constantFrom(...(all[name] ?? [])).map((value) => [name, value]))),
    )
    .map((entries): Record<string, string> => Object.fromEntries(entries))

export function worlds(frameworks: readonly string[]): fc.Arbitrary<World> {
  const flags = fc.record({
    directory: fc.constantFrom(
      'my-api',
      'apps/my-api',
      'apps/deep/my-api',
      'apps/my api/x',
      '~/work/apps/my-api',
      '../x',
      '~/home/x',
    ),
    framework: fc.constantFrom(...frameworks),
    manager: fc.constantFrom('npm', 'pnpm', 'yarn', 'bun'),
    ci: fc.constantFrom('github', 'gitlab', 'none'),
    more: fc.subarray(['--no-git', '--dry-run', '--verbose', '--overwrite', '--target-dir=../t t']),
  })
  return fc.record({
    variables: subset(variables, 12),
    files: subset(files, 8),
    umask: fc.constantFrom(0o000, 0o002, 0o022, 0o027, 0o077),
    tmpdir: fc.constantFrom('tmp', 't m p', `long${'-'.repeat(90)}`, 'missing'),
    cwd: fc.constantFrom('.', 'apps', 'apps/one', 'été & #1/%41$HOME'),
    args: flags.map(({ directory, framework, manager, ci, more }) => [
      directory,
      `--framework=${framework}`,
      `--package-manager=${manager}`,
      `--ci=${ci}`,
      '--name=my-api',
      '--no-install',
      '--json',
      ...more,
    ]),
  })
}
