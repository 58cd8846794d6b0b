export type PackageManagerName = 'npm' | 'pnpm' | 'yarn' | 'bun'

/** A program that installs npm packages, and how it is told what we want. */
export type PackageManager = {
  readonly name: PackageManagerName
  /** How a script of package.json is run: followed by its name. */
  readonly run: string
  readonly install: readonly string[]
  readonly build: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** The field of package.json that holds a dependency of a dependency at a version. */
  readonly overrides: string
  /** How this tool is started in that version: followed by the folder. */
  readonly create: (version: string) => string
  /** The command that installs the package manager itself. */
  readonly get: string
}

// Asks the registry only for what is not in the cache, or no longer enough; npm then takes about two thirds of the time.
const preferOffline = '--prefer-offline'

// For all of them: development dependencies even under NODE_ENV=production, since the build is one; a lock file may be
// written though CI is set; and nothing goes into a workspace that the project happens to lie in. Bun has no means for
// the last: in a folder that a workspace above names, it installs there.
export const packageManagers: Readonly<Record<PackageManagerName, PackageManager>> = {
  npm: {
    name: 'npm',
    run: 'npm run',
    // A log level, or a person whose npm is set to be silent would not see why it failed.
    install: [
      'install',
      '--include=dev',
      '--no-workspaces',
      '--no-audit',
      '--no-fund',
      '--loglevel=notice',
      preferOffline,
    ],
    // Silent is npm alone, whose lines would push cargo's out of sight when the build fails.
    build: ['run', 'build', '--silent'],
    env: {},
    overrides: 'overrides',
    create: (version) => `npx create-o2switch-rust@${version}`,
    get: 'npm install --global npm',
  },
  pnpm: {
    name: 'pnpm',
    run: 'pnpm run',
    install: ['install', '--prod=false', '--no-frozen-lockfile', preferOffline],
    build: ['run', '--silent', 'build'],
    env: {},
    // Until pnpm 10; from there on those in pnpm-workspace.yaml, which also makes the project a root of its own.
    overrides: 'resolutions',
    create: (version) => `pnpm create o2switch-rust@${version}`,
    get: 'npm install --global pnpm',
  },
  yarn: {
    name: 'yarn',
    run: 'yarn run',
    // What the two yarns call differently, and each refuses in the other's words, is in the environment and in files:
    // an empty yarn.lock (a root of its own), .yarnrc for yarn 1, .yarnrc.yml for the later ones.
    install: ['install'],
    build: ['run', 'build'],
    env: { YARN_ENABLE_IMMUTABLE_INSTALLS: 'false', NODE_ENV: 'development' },
    overrides: 'resolutions',
    // `yarn create` takes no version in yarn 1.
    create: (version) => `npx create-o2switch-rust@${version} --package-manager yarn`,
    get: 'npm install --global yarn',
  },
  bun: {
    name: 'bun',
    run: 'bun run',
    install: ['install'],
    build: ['run', '--silent', 'build'],
    env: {},
    overrides: 'overrides',
    create: (version) => `bun create o2switch-rust@${version}`,
    // Not npm: from npm 12 on it leaves out bun's install script, without which there is no bun.
    get: 'curl -fsSL https://bun.sh/install | bash',
  },
}

export function findPackageManager(name: string): PackageManager | undefined {
  return Object.values(packageManagers).find((manager) => manager.name === name)
}

/** Who started us, by what each of them sets as `npm_config_user_agent`: `pnpm/10.34.9 npm/? node/v20.20.2 linux x64`. */
export function startedBy(userAgent: string | undefined): PackageManager | undefined {
  return findPackageManager(userAgent?.split('/')[0] ?? '')
}
