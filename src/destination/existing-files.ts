/** What lies where a file of the project, or a folder around one, is to go. */
export type ExistingEntry =
  | { readonly kind: 'folder' | 'link' | 'other' }
  | {
      readonly kind: 'file'
      readonly executable: boolean
      /** As far as it matters: not there if it is of another length than ours. */
      readonly content: Uint8Array | undefined
    }

/** What is in the target before anything is written, as far as it concerns the project. Paths as in the template. */
export type ExistingFiles = {
  readonly entries: ReadonlyMap<string, ExistingEntry>
  /** Everything in the folders that the project's files go to. */
  readonly paths: readonly string[]
}

export const noFiles: ExistingFiles = { entries: new Map(), paths: [] }

/** `a/b/c.txt` → `a`, `a/b`. */
export function parentFolders(path: string): string[] {
  const names = path.split('/').slice(0, -1)
  return names.map((_, index) => names.slice(0, index + 1).join('/'))
}
