import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { UsageError } from '../errors/errors.ts'

/**
 * Refuses a name that another project in the same target folder has. cargo tells crates of a workspace's root apart by
 * name and version alone, not by where they lie, and goes by dates: it would give one project the code of the other
 * without a word (rust-lang/cargo#12516).
 */
export async function rejectNameCollision(targetDir: string, name: string, project: string): Promise<void> {
  const others = (await ownersOf(targetDir, name.replaceAll('-', '_'))).filter((owner) => owner !== resolve(project))
  const [other] = others.filter((owner) => existsSync(join(owner, 'Cargo.toml')))
  if (other !== undefined) throw new UsageError((t) => t.folder.targetDirTaken(targetDir, name, other))
}

/** The projects that a library of that name was built from, by the dependency files that cargo leaves beside them. */
async function ownersOf(targetDir: string, library: string): Promise<string[]> {
  const profiles = ['.', ...(await foldersIn(targetDir))] // with a triple, the profiles are one level below
  const folders = await Promise.all(
    profiles.map(async (folder) => (await foldersIn(join(targetDir, folder))).map((inside) => join(folder, inside))),
  )
  const files = folders
    .flat()
    .flatMap((folder) => [`lib${library}.d`, `${library}.d`].map((file) => join(folder, file)))
  const texts = await Promise.all(files.map((file) => readFile(join(targetDir, file), 'utf8').catch(() => '')))
  return [...new Set(texts.flatMap(rootOf))]
}

/** `/t/release/libx.so: /x/build.rs /x/src/lib.rs` → `/x`. A space in a path is escaped by a backslash. */
function rootOf(dependencies: string): string[] {
  const words = dependencies.split('\n')[0]?.match(/(?:\\ |[^ ])+/g) ?? []
  const source = words
    .map((word) => word.replaceAll('\\ ', ' '))
    .find((path) => isAbsolute(path) && /[\\/]src[\\/](lib|main)\.rs$/.test(path))
  return source === undefined ? [] : [resolve(dirname(dirname(source)))]
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
}
