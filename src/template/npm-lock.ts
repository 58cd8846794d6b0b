/** The fields of package.json that its package-lock.json repeats. */
export type RootPackage = { readonly name: string; readonly version: string }

/**
 * The template's package-lock.json with the project's name and version, each in two places. Otherwise the first install
 * would change a committed file.
 */
export function setRootPackage(lock: string, { name, version }: RootPackage): string {
  const parsed = JSON.parse(lock)
  const { '': root, ...packages } = parsed.packages
  const named = { ...parsed, name, version, packages: { '': { ...root, name, version }, ...packages } }
  return `${JSON.stringify(named, null, 2)}\n`
}
