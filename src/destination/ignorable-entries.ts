/**
 * What may lie in a folder and says nothing against a new project there: it comes from the person's host, editor or
 * system, or is about a project, not of one. In the order of the usual scaffolders' lists (create-react-app,
 * create-next-app), and what has become usual since. Names are compared without regard to case.
 */
const ignorable: readonly { readonly what: string; readonly names: readonly RegExp[] }[] = [
  {
    what: 'a repository made beforehand',
    names: [/^\.git$/, /^\.git(attributes|ignore|keep|modules)$/, /^\.keep$/, /^\.hg(check|ignore|tags)?$/, /^\.jj$/],
  },
  {
    what: 'words for people',
    names: [
      /^(readme|licen[cs]e|copying|notice|authors|changelog|contributing|code_of_conduct|security)([-._].*)?$/,
      /^docs?$/,
      /^mkdocs\.ya?ml$/,
    ],
  },
  {
    what: 'what the hosts of repositories run or show',
    names: [/^\.(github|gitlab|gitea|forgejo|circleci)$/, /^\.(gitlab-ci|travis)\.ya?ml$/],
  },
  {
    what: "an editor's settings",
    names: [/^\.(idea|vscode|zed|fleet|vs)$/, /^\.editorconfig$/, /\.(iml|code-workspace)$/],
  },
  {
    what: 'what systems and package managers leave behind',
    names: [/^\.ds_store$/, /^thumbs\.db$/, /^desktop\.ini$/, /^\.directory$/, /^(npm|yarn|pnpm)-(debug|error)\.log$/],
  },
]

export function isIgnorable(name: string): boolean {
  return ignorable.some(({ names }) => names.some((pattern) => pattern.test(name.toLowerCase())))
}
