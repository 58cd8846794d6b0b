import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import type { PackageManagerName } from '../../choices/package-manager.ts'
import { read } from '../../destination/around/files-above.ts'
import type { Plan } from '../../plan/plan.ts'
import { manifestOf } from '../../template/render-project.ts'

/** The packages that the project's package.json names, and that are not where its programs look for them. */
export function packagesNotInstalled({ files, destination }: Plan): readonly string[] {
  const { devDependencies = {} }: { devDependencies?: Readonly<Record<string, string>> } = manifestOf(files)
  return Object.keys(devDependencies).filter((name) => !isInstalled(name, destination.path))
}

/** In the nearest node_modules, of this folder or its parents: bun installs for the workspace around a project. */
function isInstalled(name: string, folder: string): boolean {
  if (existsSync(join(folder, 'node_modules', name, 'package.json'))) return true
  const parent = dirname(folder)
  return parent !== folder && isInstalled(name, parent)
}

/** A person's own settings, for all projects: npm-config(7), pnpm.io/npmrc, yarnpkg.com/configuration, bun.com/docs/runtime/bunfig */
const settingsFiles: Readonly<Record<PackageManagerName, readonly string[]>> = {
  npm: ['.npmrc'],
  pnpm: ['.npmrc', '.config/pnpm/rc', '.config/pnpm/config.yaml'],
  yarn: ['.npmrc', '.yarnrc', '.yarnrc.yml'],
  bun: ['.npmrc', '.bunfig.toml', '.config/.bunfig.toml'],
}

/** Settings by which an install leaves packages out, or puts them elsewhere. */
const redirecting =
  /^\s*(--install\.)?(dev|dry-?run|global|lockfile-?only|modules-?(dir|folder)|node-?linker|omit|only|production|virtual-?store-?dir)(?=[\s:="]).*/i

/** The lines of a person's settings that may be why: `production=true (~/.npmrc)`. */
export function redirectingSettings(manager: PackageManagerName): readonly string[] {
  return settingsFiles[manager].flatMap((file) =>
    (read(join(homedir(), file)) ?? '')
      .split('\n')
      .filter((line) => redirecting.test(line))
      .map((line) => `${line.trim()} (~/${file})`),
  )
}
