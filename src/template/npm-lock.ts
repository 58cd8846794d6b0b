/** What a package-lock.json repeats of the package.json beside it. */
export type RootPackage = { readonly name: string; readonly version: string }

/**
 * The template's package-lock.json as npm would have written it beside that package.json: with its name and version,
 * each in two places. With others, the first install would change a file of the first commit.
 */
export function setRootPackage(lock: string, { name, version }: RootPackage): string {
  const parsed = JSON.parse(lock)
  const { '': root, ...packages } = parsed.packages
  const named = { ...parsed, name, version, packages: { '': { ...root, name, version }, ...packages } }
  return `${JSON.stringify(named, null, 2)}\n`
}
