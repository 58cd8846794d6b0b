/** Where Apache, Passenger and the apps run. Paths are the ones that programs there see. */
export interface Installation {
  /** Its root folder, as seen from here. */
  readonly root: string
  /** The node binary that runs apps. */
  readonly node: string
  /** What to put in front of a command to run it there. */
  readonly enter: readonly string[]
}

export const thisMachine: Installation = { root: '/', node: process.execPath, enter: [] }
