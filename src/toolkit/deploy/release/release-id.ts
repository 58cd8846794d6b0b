const stamp = 'yyyymmdd-hhmmss-'

/** Whether it is a release of ours; what was there before the first deploy is `original`, `foreign` or `nothing`. */
export function isRelease(id: string): boolean {
  return /^\d/.test(id)
}

/** The version in the id of a release, `yyyymmdd-hhmmss-<version>`. */
export function versionOf(id: string): string {
  return id.slice(stamp.length)
}
