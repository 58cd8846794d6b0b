import { closeSync, linkSync, lstatSync, mkdirSync, openSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parentFolders } from '../destination/existing-files.ts'
import { codeOf } from '../errors/system-errors.ts'
import type { MovedFile, PlannedFile } from '../plan/plan.ts'
import { setMode } from './modes.ts'

/** Some of the user's files could not be renamed back; `moved` has their current paths in the destination. */
export class RollbackError extends Error {
  readonly moved: readonly string[]

  constructor(moved: readonly string[], cause: unknown) {
    super(`not restored: ${moved.join(', ')}`, { cause })
    this.moved = moved
  }
}

/** How to undo a change; `backup` is the name of a user's file that it renames back. */
type Undo = { readonly act: () => void; readonly backup?: string }

/**
 * Moves the staged files into place, after renaming the files that they replace: all of it, or nothing if anything
 * fails. Never replaces what appeared after the plan was made. Synchronous, so that no signal can interrupt it.
 */
export function moveIntoPlace(
  stage: string,
  destination: string,
  { files, moved }: { readonly files: readonly PlannedFile[]; readonly moved: readonly MovedFile[] },
): void {
  const undo: Undo[] = []
  try {
    for (const { path, backup } of moved) setAside(destination, path, backup, undo)
    for (const { path, action } of files) {
      for (const folder of parentFolders(path)) makeFolder(join(destination, folder), undo)
      if ('backup' in action) setAside(destination, path, action.backup, undo)
      placeFile(join(stage, path), join(destination, path), undo)
    }
  } catch (error) {
    const moved = undo.reverse().flatMap(({ act, backup }) => (succeeds(act) || !backup ? [] : [backup]))
    throw moved.length > 0 ? new RollbackError(moved, error) : error
  }
}

function makeFolder(path: string, undo: Undo[]): void {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found?.isDirectory()) return
  if (found) throw appeared(path)
  mkdirSync(path)
  undo.push({ act: () => rmdirSync(path) })
  setMode(path, 0o755)
}

/** Creates an empty file with the new name first, so that the rename cannot replace anything else. */
function setAside(destination: string, path: string, name: string, undo: Undo[]): void {
  const [place, backup] = [join(destination, path), join(destination, name)]
  closeSync(openSync(backup, 'wx'))
  undo.push({ act: () => rmSync(backup, { force: true }) })
  renameSync(place, backup)
  undo.pop()
  undo.push({ act: () => renameSync(backup, place), backup: name })
}

function placeFile(staged: string, place: string, undo: Undo[]): void {
  try {
    linkSync(staged, place) // unlike a rename, it never replaces anything
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw error
    // A file system without hard links, such as FAT or a folder shared with a virtual machine.
    if (lstatSync(place, { throwIfNoEntry: false })) throw appeared(place)
    renameSync(staged, place)
  }
  undo.push({ act: () => rmSync(place) })
}

function appeared(path: string): Error {
  return Object.assign(new Error(`${path} has appeared`), { code: 'EEXIST' })
}

function succeeds(act: () => void): boolean {
  try {
    act()
    return true
  } catch {
    return false
  }
}
