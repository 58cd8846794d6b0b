import { basename } from 'node:path'

/** Environment variables; an undefined one is not set. */
export type Env = Readonly<Record<string, string | undefined>>

/** What an environment needs beyond the caller's. */
type Rules = {
  /** The caller's variables that would redirect the program, instead of being meant for it. */
  readonly withheld: readonly RegExp[]
  /** What our run has whatever the caller's variables and settings files say. */
  readonly set?: Env
}

// They give access to the hosting account. No program that we start needs them.
const secrets = /^O2SWITCH_(API_TOKEN|OTP)$/

/**
 * npm reads its settings from variables in any case, with `-` or `_` (npm-config(7), "Environment Variables"), pnpm 10 and
 * yarn 1 read npm's as well, and an npm that started us leaves its own there: `npx -w one` sets npm_config_workspace.
 * Withheld is what makes an install another one, or one for elsewhere; registries, caches, proxies and policies stay.
 */
const npmSettings = [
  'cpu|libc|os', // packages for another machine
  'global|global-style|install-strategy|legacy-bundling|local-prefix|location',
  'dry-run|include|json|long|omit|only|package-lock|package-lock-only|parseable|production|save',
  'dir|filter|include-workspace-root|recursive|workspace|workspace-root|workspaces',
  // pnpm's (pnpm.io/settings), from version 11 on with a prefix of its own
  'dev|enable-modules-dir|ignore-workspace|lockfile|lockfile-dir|lockfile-only|modules-dir|node-linker|virtual-store-dir',
]

const packageManager: Rules = {
  withheld: [
    new RegExp(`^p?npm_config_(${npmSettings.join('|').replaceAll('-', '[-_]')})$`, 'i'),
    // Yarn: each setting is a variable (yarnpkg.com/configuration/yarnrc); yarn 1 reads its options from them, too.
    /^YARN_(FLAT|(FROZEN|NO|PURE)_LOCKFILE|MODULES_FOLDER|PRODUCTION)$/i,
    /^YARN_(ENABLE_IMMUTABLE_CACHE|INSTALL_STATE_PATH|LOCKFILE_FILENAME|NODE_LINKER|RC_FILENAME)$/i,
    /^BUN_CONFIG_(SKIP_\w+|YARN_LOCKFILE)$/, // bun.com/docs/pm/cli/install
    /^INIT_CWD$/, // where the caller's package manager was started
  ],
}

/** Many systems send LANG and LC_* to the host, whose answers are parsed: ssh_config(5), SendEnv. */
const remote: Rules = { withheld: [/^LC_ALL$/], set: { LC_MESSAGES: 'C' } }

const rules = {
  git: {
    withheld: [
      // A hook, an alias and `git -c` set these for their own repository: git-rev-parse(1), --local-env-vars.
      /^GIT_(DIR|WORK_TREE|COMMON_DIR|PREFIX|INDEX_FILE|(ALTERNATE_)?OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES)$/,
      /^GIT_(CONFIG|CONFIG_PARAMETERS|CONFIG_COUNT|GRAFT_FILE|SHALLOW_FILE|NO_REPLACE_OBJECTS|REPLACE_REF_BASE)$/,
      /^GIT_(IMPLICIT_WORK_TREE|INTERNAL_SUPER_PREFIX)$/,
      /^GIT_(NAMESPACE|QUARANTINE_PATH|ATTR_SOURCE|\w+_PATHSPECS|REDIRECT_STD\w+)$/, // git(1), "Environment Variables"
      /^GIT_TRACE(?!2)/, // it would be in the output that we read
    ],
    // Its messages are parsed. It must not wait for an answer that nobody can give; pinentry finds a terminal by GPG_TTY.
    set: { LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_EDITOR: 'true', GPG_TTY: undefined },
  },
  npm: {
    ...packageManager,
    // npm's files may have these as well.
    set: {
      npm_config_dry_run: 'false',
      npm_config_global: 'false',
      npm_config_location: 'user',
      npm_config_package_lock_only: 'false',
    },
  },
  pnpm: packageManager,
  yarn: { ...packageManager, set: { npm_config_production: 'false' } }, // yarn 1; the later ones do not read it
  bun: packageManager,
  cargo: {
    // The job slots of a make or cargo around us, whose pipes are not passed on (The Cargo Book, "Jobserver").
    withheld: [/^(CARGO_)?MAKEFLAGS$/, /^MFLAGS$/],
  },
  ssh: remote,
  scp: remote,
  rsync: {
    ...remote,
    withheld: [...remote.withheld, /^RSYNC_(ICONV|OLD_ARGS|PROTECT_ARGS|PARTIAL_DIR|CHECKSUM_LIST|COMPRESS_LIST)$/], // rsync(1)
  },
  tar: { withheld: [/^(TAR_OPTIONS|GZIP)$/] }, // options that come before ours
  // The host does not set these for an app.
  rehearsal: { withheld: [/^(PORT|HOST|ADDON|RELEASE_DIR|NODE_OPTIONS|NODE_PATH|LSNODE_\w+|PASSENGER_BASE_URI)$/] },
} satisfies Readonly<Record<string, Rules>>

/** What the environment is for: a program, or a purpose that has rules of its own. */
export type Recipient = keyof typeof rules

/**
 * The environment of a program that we start: the caller's variables that are meant for it, then our own, where
 * undefined unsets a variable. No other function passes the caller's variables on.
 */
export function environmentFor(recipient: string, own: Env = {}): NodeJS.ProcessEnv {
  const { withheld, set = {} } = rulesFor(basename(recipient).replace(/\.(exe|cmd)$/i, ''))
  const meant = Object.entries(process.env).filter(
    ([name]) => !secrets.test(name) && !withheld.some((pattern) => pattern.test(name)),
  )
  const variables = { ...Object.fromEntries(meant), ...set, ...own }
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined))
}

function rulesFor(kind: string): Rules {
  return Object.hasOwn(rules, kind) ? rules[kind as Recipient] : { withheld: [] }
}
