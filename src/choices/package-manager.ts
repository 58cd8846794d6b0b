export type PackageManagerName = 'npm' | 'pnpm' | 'yarn' | 'bun'

/** A program that installs npm packages, and how to call it. */
export type PackageManager = {
  readonly name: PackageManagerName
  /** Runs a script of package.json; followed by its name. */
  readonly run: string
  readonly install: readonly string[]
  readonly build: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** The field of package.json that pins the version of a transitive dependency. */
  readonly overrides: string
  /** Starts that version of this tool; followed by the folder. */
  readonly create: (version: string) => string
  /** The command that installs the package manager itself. */
  readonly get: string
}

// Asks the registry only for what the cache cannot satisfy: npm then takes about two thirds of the time.
const preferOffline = '--prefer-offline'

// All of them: install dev dependencies even under NODE_ENV=production, since the build needs them; may write a lock file
// even if CI is set; and do not install into a workspace around the project. Bun has no option for the last: if a
// workspace above includes the folder, it installs there.
export const packageManagers: Readonly<Record<PackageManagerName, PackageManager>> = {
  npm: {
    name: 'npm',
    run: 'npm run',
    // With a log level, since errors are lost if the user's npm is configured to be silent.
    install: [
      'install',
      '--include=dev',
      '--no-workspaces',
      '--no-audit',
      '--no-fund',
      '--loglevel=notice',
      preferOffline,
    ],
    // Silences only npm itself, whose lines would push cargo's errors out of sight.
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
    // Before pnpm 10. Later versions read overrides from pnpm-workspace.yaml, which also makes the project its own root.
    overrides: 'resolutions',
    create: (version) => `pnpm create o2switch-rust@${version}`,
    get: 'npm install --global pnpm',
  },
  yarn: {
    name: 'yarn',
    run: 'yarn run',
    // Options differ between yarn 1 and later versions, and each rejects the other's. So they are set by variables and
    // files: an empty yarn.lock (makes the project its own root), .yarnrc for yarn 1, .yarnrc.yml for later versions.
    install: ['install'],
    build: ['run', 'build'],
    env: { YARN_ENABLE_IMMUTABLE_INSTALLS: 'false', NODE_ENV: 'development' },
    overrides: 'resolutions',
    // yarn 1's `yarn create` accepts no version.
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
    // Not with npm: npm 12 and later do not run the install script that puts bun in place.
    get: 'curl -fsSL https://bun.sh/install | bash',
  },
}

export function findPackageManager(name: string): PackageManager | undefined {
  return Object.values(packageManagers).find((manager) => manager.name === name)
}

/** The package manager that started us, from `npm_config_user_agent`: `pnpm/10.34.9 npm/? node/v20.20.2 linux x64`. */
export function startedBy(userAgent: string | undefined): PackageManager | undefined {
  return findPackageManager(userAgent?.split('/')[0] ?? '')
}
