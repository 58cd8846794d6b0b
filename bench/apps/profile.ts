import { copyFile, mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { execa } from 'execa'
import { cargoTarget, type Project } from '../../harness/project/projects.ts'
import { builtProject } from './crate.ts'

/**
 * Cargo profiles, as cargo reads them from the environment. The first is `[profile.bundle]` of the projects, the last but
 * one `[profile.release]`.
 */
export const profiles = {
  'fat LTO': { LTO: 'fat', CODEGEN_UNITS: '1' },
  'thin LTO': { LTO: 'thin', CODEGEN_UNITS: '1' },
  'no LTO': { LTO: 'off', CODEGEN_UNITS: '1' },
  'no LTO, 16 units': { LTO: 'off', CODEGEN_UNITS: '16' },
  'fat LTO, for size': { LTO: 'fat', CODEGEN_UNITS: '1', OPT_LEVEL: 's' },
} as const

export type Profile = keyof typeof profiles

export interface Build {
  /** Seconds to the addon, with nothing compiled before. */
  readonly seconds: number
  /** A folder with the files of an app root. */
  readonly project: string
}

const built = new Map<string, Promise<Build>>()

/** A project's addon with that profile, compiled from scratch. Built once in a run. */
export function builtWith(framework: string, profile: Profile): Promise<Build> {
  const key = `${framework} ${profile}`
  const found = built.get(key) ?? build(framework, profile)
  built.set(key, found)
  return found
}

async function build(framework: string, profile: Profile): Promise<Build> {
  const source = await builtProject(framework)
  const folder = path.join(cargoTarget, 'bench', 'profile')
  await rm(folder, { recursive: true, force: true })
  const env = Object.entries(profiles[profile]).map(([key, value]) => [`CARGO_PROFILE_RELEASE_${key}`, value])
  const args = ['build', '--release', '--locked', '--lib', '--target-dir', folder]
  const began = performance.now()
  await execa('cargo', args, { cwd: source.root, env: Object.fromEntries(env), stdin: 'ignore', all: true })
  const seconds = (performance.now() - began) / 1000
  const project = await keepAddon(source, path.join(folder, 'release'), profile)
  await rm(folder, { recursive: true })
  return { seconds, project }
}

async function keepAddon({ root, name }: Project, release: string, profile: Profile): Promise<string> {
  const project = path.join(cargoTarget, 'bench', 'profiles', `${name}, ${profile}`)
  await mkdir(project, { recursive: true })
  for (const file of ['app.js', 'package.json']) await copyFile(path.join(root, file), path.join(project, file))
  await copyFile(path.join(release, `lib${name.replaceAll('-', '_')}.so`), path.join(project, 'app.node'))
  return project
}
