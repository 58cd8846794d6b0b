/** Who tests and deploys the project; `none` is nobody. Each has a folder of templates, but `none`. The first is the default. */
export const ciProviders = ['github', 'gitlab', 'none'] as const

export type CiProvider = (typeof ciProviders)[number]

export const defaultCi: CiProvider = ciProviders[0]

/** What `--ci` says; `checkFlags` has refused other words. */
export function findCi(name: string | undefined): CiProvider {
  return ciProviders.find((provider) => provider === name) ?? defaultCi
}
