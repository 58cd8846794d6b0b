import { constants } from 'node:fs'
import { access, lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '../errors/system-errors.ts'
import { toUsageError } from './cannot-write.ts'
import type { Destination } from './destination.ts'
import { type ExistingEntry, type ExistingFiles, noFiles, parentFolders } from './existing-files.ts'

type Place = { readonly path: string; readonly bytes: number }

/** Finds the existing entries at these paths of the destination. Does not follow links out of it. */
export async function scanDestination(
  { path: root, exists, shown }: Destination,
  places: readonly Place[],
): Promise<ExistingFiles> {
  if (!exists) return noFiles
  try {
    const entries = new Map<string, ExistingEntry>()
    const paths = await readdir(root)
    const isReal = (folder: string) => entries.get(folder)?.kind === 'folder'
    const reachable = (path: string) => parentFolders(path).every(isReal)
    // Sorted, a folder comes before its content.
    for (const folder of [...new Set(places.flatMap(({ path }) => parentFolders(path)))].sort()) {
      const entry = reachable(folder) && (await entryAt(root, { path: folder, bytes: 0 }))
      if (!entry) continue
      entries.set(folder, entry)
      if (isReal(folder)) paths.push(...(await readdir(join(root, folder))).map((name) => `${folder}/${name}`))
    }
    for (const place of places) {
      const entry = reachable(place.path) && (await entryAt(root, place))
      if (entry) entries.set(place.path, entry)
    }
    return { entries, paths }
  } catch (error) {
    throw toUsageError(error, shown)
  }
}

async function entryAt(root: string, { path, bytes }: Place): Promise<ExistingEntry | undefined> {
  const place = join(root, path)
  const found = await lstat(place).catch((error) => {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  })
  if (!found) return undefined
  if (found.isDirectory()) return { kind: 'folder' }
  if (found.isSymbolicLink()) return { kind: 'link' }
  if (!found.isFile()) return { kind: 'other' }
  const matters = found.size === bytes || /\.git(ignore|attributes)$/.test(path)
  return {
    kind: 'file',
    // On Windows every file counts as executable.
    executable: await access(place, constants.X_OK).then(
      () => true,
      () => false,
    ),
    content: matters ? await contentOf(place) : undefined,
  }
}

/** Undefined for a file that we may not read: it can still be replaced, since that only renames it. */
async function contentOf(path: string): Promise<Uint8Array | undefined> {
  return readFile(path).catch((error) => {
    if (codeOf(error) === 'EACCES') return undefined
    throw error
  })
}
