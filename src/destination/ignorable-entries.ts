/**
 * Entries that may be in the folder of a new project: they come from a code host, an editor or the system, or document a
 * project rather than being part of one. Based on the lists of create-react-app and create-next-app. Matched in lower
 * case.
 */
const ignorable: readonly { readonly kind: string; readonly names: readonly RegExp[] }[] = [
  {
    kind: 'version control',
    names: [/^\.git$/, /^\.git(attributes|ignore|keep|modules)$/, /^\.keep$/, /^\.hg(check|ignore|tags)?$/, /^\.jj$/],
  },
  {
    kind: 'documentation and licences',
    names: [
      /^(readme|licen[cs]e|copying|notice|authors|changelog|contributing|code_of_conduct|security)([-._].*)?$/,
      /^docs?$/,
      /^mkdocs\.ya?ml$/,
    ],
  },
  {
    kind: 'configuration of code hosts and CI',
    names: [/^\.(github|gitlab|gitea|forgejo|circleci)$/, /^\.(gitlab-ci|travis)\.ya?ml$/],
  },
  {
    kind: 'editor settings',
    names: [/^\.(idea|vscode|zed|fleet|vs)$/, /^\.editorconfig$/, /\.(iml|code-workspace)$/],
  },
  {
    kind: 'leftovers of systems and package managers',
    names: [/^\.ds_store$/, /^thumbs\.db$/, /^desktop\.ini$/, /^\.directory$/, /^(npm|yarn|pnpm)-(debug|error)\.log$/],
  },
]

export function isIgnorable(name: string): boolean {
  return ignorable.some(({ names }) => names.some((pattern) => pattern.test(name.toLowerCase())))
}
