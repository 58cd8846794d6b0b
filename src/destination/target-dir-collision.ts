import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { UsageError } from '../errors/errors.ts'

/**
 * Rejects a name that another project in the same target folder has. cargo tells crates of a workspace's root apart by
 * name and version alone, not by where they are, and goes by dates: it would give one project the code of the other
 * without a word (rust-lang/cargo#12516).
 */
export async function rejectNameCollision(targetDir: string, name: string, project: string): Promise<void> {
  const library = libraryOf(name)
  const owners = [...(await ownersOf(targetDir, library)), ...(await claimedBy(targetDir, library))]
  const others = owners.filter((owner) => owner !== resolve(project))
  const [other] = others.filter((owner) => existsSync(join(owner, 'Cargo.toml')))
  if (other !== undefined) throw new UsageError((t) => t.folder.targetDirTaken(targetDir, name, other))
}

/** Takes the name in the target folder for a project that has not been built there yet. */
export async function claimName(targetDir: string, name: string, project: string): Promise<void> {
  try {
    await mkdir(join(targetDir, claims), { recursive: true })
    await writeFile(join(targetDir, claims, libraryOf(name)), `${resolve(project)}\n`)
  } catch {
    // A folder that we cannot write to is one that cargo cannot build in: it will say so.
  }
}

/** One file for each crate, with the path of its project. `cargo clean` removes it with everything else. */
const claims = '.create-o2switch-rust'

async function claimedBy(targetDir: string, library: string): Promise<string[]> {
  const claim = await readFile(join(targetDir, claims, library), 'utf8').catch(() => '')
  return claim.split('\n').filter(Boolean)
}

function libraryOf(name: string): string {
  return name.replaceAll('-', '_')
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
