import { constants } from 'node:fs'
import { access, lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Found, foldersAround, nothingFound, type Occupant } from './existing-files.ts'
import type { Plan } from '../plan/plan.ts'
import { placesOf, settlePlan } from '../plan/resolve-conflicts.ts'
import type { Target } from './destination.ts'
import { codeOf, explained } from '../errors/system-errors.ts'

/** The plan for the folder as it is now. */
export async function settleIn(plan: Plan): Promise<Plan> {
  return settlePlan(plan, await lookAtPlaces(plan.target, placesOf(plan)))
}

type Place = { readonly path: string; readonly bytes: number }

/** What lies in these places of the target. What a link leads to is not looked at: it is not in the target. */
async function lookAtPlaces({ path: root, exists, shown }: Target, places: readonly Place[]): Promise<Found> {
  if (!exists) return nothingFound
  try {
    const occupants = new Map<string, Occupant>()
    const paths = await readdir(root)
    const isReal = (folder: string) => occupants.get(folder)?.kind === 'folder'
    const reachable = (path: string) => foldersAround(path).every(isReal)
    // Sorted, a folder comes before what is in it.
    for (const folder of [...new Set(places.flatMap(({ path }) => foldersAround(path)))].sort()) {
      const occupant = reachable(folder) && (await occupantOf(root, { path: folder, bytes: 0 }))
      if (!occupant) continue
      occupants.set(folder, occupant)
      if (isReal(folder)) paths.push(...(await readdir(join(root, folder))).map((name) => `${folder}/${name}`))
    }
    for (const place of places) {
      const occupant = reachable(place.path) && (await occupantOf(root, place))
      if (occupant) occupants.set(place.path, occupant)
    }
    return { occupants, paths }
  } catch (error) {
    throw explained(error, shown)
  }
}

async function occupantOf(root: string, { path, bytes }: Place): Promise<Occupant | undefined> {
  const place = join(root, path)
  const found = await lstat(place).catch((error) => {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  })
  if (!found) return undefined
  if (found.isDirectory()) return { kind: 'folder' }
  if (found.isSymbolicLink()) return { kind: 'link' }
  if (!found.isFile()) return { kind: 'other' }
  const matters = found.size === bytes || path.endsWith('.gitignore')
  return {
    kind: 'file',
    // Windows knows no executables, and says yes.
    executable: await access(place, constants.X_OK).then(
      () => true,
      () => false,
    ),
    content: matters ? await contentOf(place) : undefined,
  }
}

/** A file that we may not read can still be replaced: it is only given another name. */
async function contentOf(path: string): Promise<Uint8Array | undefined> {
  return readFile(path).catch((error) => {
    if (codeOf(error) === 'EACCES') return undefined
    throw error
  })
}
