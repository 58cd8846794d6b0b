import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { UsageError } from '../errors/errors.ts'
import { libraryName } from '../text/library-name.ts'
import type { Localized } from '../text/localized.ts'

/**
 * Rejects a name that another project uses in the same target folder. cargo identifies root crates only by name and
 * version, not by path, and compares modification times: it would silently use the other project's code
 * (rust-lang/cargo#12516). `hint` is how to go on.
 */
export async function rejectNameCollision(
  targetDir: string,
  name: string,
  project: string,
  hint: Localized,
): Promise<void> {
  const library = libraryName(name)
  const owners = [...(await ownersOf(targetDir, library)), ...(await claimedBy(targetDir, library))]
  const others = owners.filter((owner) => owner !== resolve(project))
  const [other] = others.filter((owner) => existsSync(join(owner, 'Cargo.toml')))
  if (other !== undefined)
    throw new UsageError((t) => ({ message: t.checks.targetDirTaken(targetDir, name, other), hint: hint(t) }))
}

/** Reserves the name in the target folder for a project that has not been built there yet. */
export async function claimName(targetDir: string, name: string, project: string): Promise<void> {
  try {
    await mkdir(join(targetDir, claims), { recursive: true })
    await writeFile(join(targetDir, claims, libraryName(name)), `${resolve(project)}\n`)
  } catch {
    // cargo cannot build in a folder that we cannot write to, and will report it.
  }
}

/** A folder with one file per crate, which contains the path of its project. `cargo clean` removes it. */
const claims = '.create-o2switch-rust'

async function claimedBy(targetDir: string, library: string): Promise<string[]> {
  const claim = await readFile(join(targetDir, claims, library), 'utf8').catch(() => '')
  return claim.split('\n').filter(Boolean)
}

/** The projects that built a library with that name, according to the dependency files that cargo writes next to it. */
async function ownersOf(targetDir: string, library: string): Promise<string[]> {
  const profiles = ['.', ...(await foldersIn(targetDir))] // with --target, the profiles are one level deeper
  const folders = await Promise.all(
    profiles.map(async (folder) => (await foldersIn(join(targetDir, folder))).map((inside) => join(folder, inside))),
  )
  const names = [`lib${library}_addon.d`, `lib${library}.d`, `${library}_addon.d`, `${library}.d`] // without `lib` on Windows
  const files = folders.flat().flatMap((folder) => names.map((file) => join(folder, file)))
  const texts = await Promise.all(files.map((file) => readFile(join(targetDir, file), 'utf8').catch(() => '')))
  return [...new Set(texts.flatMap(rootOf))]
}

/**
 * `/t/release/libx_addon.so: /x/host/addon/src/lib.rs /x/host/src/lib.rs /x/src/lib.rs` → `/x`. Spaces in paths are escaped
 * with a backslash.
 */
function rootOf(dependencies: string): string[] {
  const words = dependencies.split('\n')[0]?.match(/(?:\\ |[^ ])+/g) ?? []
  const roots = words
    .map((word) => word.replaceAll('\\ ', ' '))
    .filter((path) => isAbsolute(path) && /[\\/]src[\\/](lib|main)\.rs$/.test(path))
    .map((source) => resolve(dirname(dirname(source))))
    .toSorted((one, other) => one.length - other.length)
  return roots.slice(0, 1)
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
}
