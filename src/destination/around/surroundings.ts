/** A workspace above the project that includes its folder. Paths without a remark are absolute. */
export type Workspace = {
  /** The file that says so, and the key and pattern in it. */
  readonly file: string
  readonly key: string
  readonly pattern: string
  /** The project, relative to that file, with slashes. */
  readonly path: string
  /** Its lock file, which would not match the workspace any more. */
  readonly lock: string | undefined
}

/** What is in the folders above a project and concerns it. Nearest first. Plain data. */
export type Surroundings = {
  readonly workspaces: readonly Workspace[]
  /** The repository that the project becomes a part of; `path` is the project in it, with slashes. */
  readonly repository: { readonly root: string; readonly path: string } | undefined
  /** A file that makes rustup use a certain toolchain; the version is undefined for a name such as `nightly`. */
  readonly toolchain: { readonly file: string; readonly version: string | undefined } | undefined
  /** A file by which version managers choose Node. */
  readonly node: { readonly file: string; readonly version: string } | undefined
  /** An image is built from a folder with the project in it; `path` is the project there. */
  readonly image: { readonly file: string; readonly path: string } | undefined
}

export const nothingAround: Surroundings = {
  workspaces: [],
  repository: undefined,
  toolchain: undefined,
  node: undefined,
  image: undefined,
}
