/** A program that installs npm packages, and how it is told what we want. */
export type PackageManager = {
  readonly name: string
  /** How a script of package.json is run: followed by its name. */
  readonly run: string
  readonly install: readonly string[]
  readonly build: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly overrides: string
  /** How this tool is started in that version. */
  readonly create: (version: string) => string
}

const npm: PackageManager = {
  name: 'npm',
  run: 'npm run',
  install: ['install', '--include=dev', '--no-workspaces', '--no-audit', '--no-fund', '--loglevel=notice'],
  build: ['run', 'build', '--silent'],
  env: {},
  overrides: 'overrides',
  create: (version) => `npx create-o2switch-rust@${version}`,
}

export const packageManagers = { npm } as const satisfies Record<string, PackageManager>

export function findPackageManager(name: string): PackageManager | undefined {
  return Object.values<PackageManager>(packageManagers).find((manager) => manager.name === name)
}
