/** What Rust code calls the library of a package: `my-api` → `my_api`. */
export function libraryName(packageName: string): string {
  return packageName.replaceAll('-', '_')
}
