/** A file of the bundle, or a folder: it has no content. Paths are relative, with forward slashes. */
export type Entry = {
  readonly path: string
  readonly content: Uint8Array | undefined
  /** It is a program. */
  readonly isExecutable?: true
}

/** A file of the bundle. */
export type FileEntry = Entry & { readonly content: Uint8Array }

export function isFile(entry: Entry): entry is FileEntry {
  return entry.content !== undefined
}

/** The permissions of an entry on the host. */
export function modeOf({ content, isExecutable }: Entry): number {
  return content && !isExecutable ? 0o644 : 0o755
}

/** The order of paths in archives and lists, the same in every locale. */
export function byPath(one: Entry, other: Entry): number {
  return one.path < other.path ? -1 : 1
}
