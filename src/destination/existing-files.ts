/** An existing entry at the path of a project file or of one of its parent folders. */
export type ExistingEntry =
  | { readonly kind: 'folder' | 'link' | 'other' }
  | {
      readonly kind: 'file'
      readonly executable: boolean
      /** Undefined if it cannot be the same as ours, because its size differs. */
      readonly content: Uint8Array | undefined
    }

/** The entries of the destination that concern the project, before anything is written. Paths are relative, with slashes. */
export type ExistingFiles = {
  readonly entries: ReadonlyMap<string, ExistingEntry>
  /** Everything in the folders that the project's files are written to. */
  readonly paths: readonly string[]
}

export const noFiles: ExistingFiles = { entries: new Map(), paths: [] }

/** `a/b/c.txt` → `a`, `a/b`. */
export function parentFolders(path: string): string[] {
  const names = path.split('/').slice(0, -1)
  return names.map((_, index) => names.slice(0, index + 1).join('/'))
}
