import type { Messages } from '../messages/en.ts'
import type { Plan } from '../plan/plan.ts'
import { displayName, firstFew } from '../text/display.ts'
import type { ErrorText } from '../text/localized.ts'
import { isOlder } from '../text/version.ts'

/** What in the folders above will include the project, or treat it in another way than one would think. */
export function noticesOf(plan: Plan): ErrorText[] {
  const { name, ci, framework, surroundings, gitRules } = plan
  const { workspaces, repository, toolchain, node, image } = surroundings
  const pins = [
    ...(toolchain?.version
      ? [{ file: toolchain.file, name: 'Rust', version: toolchain.version, needed: framework.minimumRust }]
      : []),
    // A major version alone means its newest minor one. The same minimum as in src/checks/node.ts.
    ...(node ? [{ ...node, name: 'Node', needed: node.version.includes('.') ? '20.19' : '20' }] : []),
  ]
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
    ...pins.flatMap(({ file, name, version, needed }) =>
      needed && isOlder(version, needed)
        ? [(t: Messages) => t.around.pinned(file, `${name} ${version}`, `${name} ${needed}`)]
        : [],
    ),
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
