import type { Messages } from '../messages/en.ts'
import type { Plan } from '../plan/plan.ts'
import { displayName, firstFew } from '../text/display.ts'
import type { ErrorText } from '../text/localized.ts'
import { isOlder } from '../text/version.ts'

/** What in the folders above will include the project, or treat it in another way than one would think. */
export function noticesOf(plan: Plan): ErrorText[] {
  const { name, ci, framework, surroundings, gitRules } = plan
  const { workspaces, repository, toolchain, image } = surroundings
  const [pinned, needed] = [toolchain?.version, framework.minimumRust]
  const rules = gitRules.map(({ kind, source, rule, files }): ErrorText => {
    const { shown, more } = firstFew(files.map(displayName))
    return (t) =>
      kind === 'ignored' ? t.around.ignored(source, rule, shown, more) : t.around.filtered(rule, shown, more)
  })
  return [
    ...workspaces.map(
      ({ file, key, pattern, path }): ErrorText =>
        (t) =>
          t.around.included(file, pattern, path, key),
    ),
    ...(repository && ci !== 'none' ? [ciNotice(ci, repository, name)] : []),
    ...rules,
    ...(toolchain && pinned && needed && isOlder(pinned, needed)
      ? [(t: Messages) => t.around.toolchain(toolchain.file, pinned, needed)]
      : []),
    ...(image ? [(t: Messages) => t.around.image(image.file, image.path)] : []),
  ]
}

function ciNotice(
  ci: 'github' | 'gitlab',
  { root, path }: { readonly root: string; readonly path: string },
  name: string,
): ErrorText {
  return (t) => (ci === 'github' ? t.around.github(root, path, name) : t.around.gitlab(root, path))
}
