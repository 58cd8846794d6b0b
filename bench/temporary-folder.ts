import { temporaryFolder as newFolder } from '../harness/temporary-folder.ts'
import type { Defer } from './figure.ts'

/** A new temporary folder, removed when the figure is done. */
export async function temporaryFolder(defer: Defer): Promise<string> {
  const { folder, remove } = await newFolder()
  defer(remove)
  return folder
}
