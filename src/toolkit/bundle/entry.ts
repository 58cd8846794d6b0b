/** A file of the bundle, or a folder: it has no content. Paths are relative, with forward slashes. */
export type Entry = { readonly path: string; readonly content: Uint8Array | undefined }

/** A file of the bundle. */
export type FileEntry = Entry & { readonly content: Uint8Array }

export function isFile(entry: Entry): entry is FileEntry {
  return entry.content !== undefined
}

/** The order of paths in archives and lists, the same in every locale. */
export function byPath(one: Entry, other: Entry): number {
  return one.path < other.path ? -1 : 1
}
