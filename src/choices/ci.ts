/** The CI that tests and deploys the project. Each but `none` has a template folder. The first is the default. */
export const ciProviders = ['github', 'gitlab', 'none'] as const

export type CiProvider = (typeof ciProviders)[number]

export const defaultCi: CiProvider = ciProviders[0]

/** The value of `--ci`, which `checkFlags` has validated. */
export function findCi(name: string | undefined): CiProvider {
  return ciProviders.find((provider) => provider === name) ?? defaultCi
}
