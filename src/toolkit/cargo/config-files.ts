import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { foldersAbove } from '../../destination/around/files-above.ts'
import { isInside } from '../../destination/is-inside.ts'
import type { CargoRun } from './run-cargo.ts'
import { parseToml, type Table } from './toml.ts'

/** A config file of cargo, and whether it is the project's own or this machine's. */
export type ConfigFile = { readonly path: string; readonly isOfProject: boolean; readonly values: Table }

/**
 * The config files that cargo reads for the project in this folder, those that they include as well
 * (https://doc.rust-lang.org/cargo/reference/config.html#hierarchical-structure). cargo has none that says so: `cargo config` is
 * unstable. Those in folders above are this machine's: a copy of the
 * project elsewhere has not got them.
 */
export async function readConfigFiles(
  project: string,
  cargoHome: string | undefined,
  cargoRun: CargoRun,
): Promise<ConfigFile[]> {
  const home = resolve(project, cargoHome ?? join(homedir(), '.cargo'))
  const folders = [...[project, ...foldersAbove(project)].map((folder) => join(folder, '.cargo')), home]
  const found: ConfigFile[] = []
  let paths = folders.flatMap(
    (folder) => ['config', 'config.toml'].map((name) => join(folder, name)).find(existsSync) ?? [],
  )
  while (paths.length > 0) {
    const read = [...new Set(paths)].filter((path) => !found.some((file) => file.path === path))
    const tables = await parseToml(
      read.map((path) => readFileSync(path, 'utf8')),
      cargoRun,
    )
    const files = tables.map((values, index) => configFile(String(read[index]), values, project))
    found.push(...files)
    paths = files.flatMap(included).filter((path) => existsSync(path)) // cargo complains about those that are not optional
  }
  return found
}

function configFile(path: string, values: Table, project: string): ConfigFile {
  return { path, values, isOfProject: isInside(path, project) }
}

/** `include = ["a.toml", { path = "b.toml", optional = true }]`: relative to the file. */
function included({ path, values }: ConfigFile): string[] {
  return [values.include ?? []].flat().flatMap((one: unknown) => {
    const name = typeof one === 'object' && one !== null && 'path' in one ? one.path : one
    return typeof name === 'string' ? [resolve(dirname(path), name)] : []
  })
}
