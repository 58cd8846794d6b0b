import { type ExistingFiles, parentFolders } from '../destination/existing-files.ts'
import { UsageError } from '../errors/errors.ts'
import { checksumsPath, withChecksums } from '../template/checksums.ts'
import { displayName, firstFew } from '../text/display.ts'
import { backupName } from './backup-name.ts'
import { completeGitattributes, completeGitignore } from './complete-gitignore.ts'
import { pathConflicts } from './path-conflicts.ts'
import type { MovedFile, Plan, PlannedFile } from './plan.ts'

const readme = 'README.md'
const besideReadme = 'README.o2switch.md'
// Made for another package.json: the install would rewrite them, or fail because of them.
const locks = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb']

/** The paths whose existing entries matter for the plan. */
export function pathsToScan({ files }: Plan): { readonly path: string; readonly bytes: number }[] {
  const ours = files.map(({ path, content }) => ({ path, bytes: content.length }))
  const others = [besideReadme, ...locks].filter((path) => !files.some((file) => file.path === path))
  return [...ours, ...others.map((path) => ({ path, bytes: 0 }))]
}

/** The plan, adapted to the existing files. Throws a UsageError if a file would have to be replaced without --overwrite. */
export function resolveConflicts(plan: Plan, found: ExistingFiles): Plan {
  const { shown } = plan.destination
  const files = plan.files.map((file) => (file.path === readme ? placeReadme(file, plan, found) : file))
  const blocked = firstFew(pathConflicts(files, found))
  if (blocked.shown.length > 0)
    throw new UsageError((t) =>
      t.folder.obstructed(
        shown,
        blocked.shown.map((conflict) => conflict(t)),
        blocked.more,
      ),
    )

  const taken = [...found.paths, ...files.flatMap(({ path }) => [path, ...parentFolders(path)])]
  const resolve = (file: PlannedFile): PlannedFile => {
    const resolved = resolveFile(file, found, taken)
    if ('backup' in resolved.action) taken.push(resolved.action.backup)
    return resolved
  }
  // The checksums come last, since they cover the files as they will be written.
  const others = files.filter(({ path }) => path !== checksumsPath).map(resolve)
  const checksums = files.filter(({ path }) => path === checksumsPath)
  const resolved = [
    ...others,
    ...withChecksums([...others, ...checksums])
      .slice(others.length)
      .map(resolve),
  ]
  const replaced = resolved.flatMap(({ path, action }) => (action.status === 'replaced' ? [displayName(path)] : []))
  if (replaced.length === 0 || plan.overwrite)
    return { ...plan, files: resolved, moved: foreignLocks(resolved, found, taken) }
  const inTheWay = firstFew(replaced)
  throw new UsageError((t) => t.folder.notEmpty(shown, inTheWay.shown, inTheWay.more))
}

/** The user's README keeps its name, unless it is ours from before and --overwrite asks for it again. */
function placeReadme(file: PlannedFile, { overwrite }: Plan, { entries, paths }: ExistingFiles): PlannedFile {
  const theirs = entries.has(readme) ? readme : paths.find((path) => /^readme(\.\w+)?$/i.test(path))
  const movedBefore = entries.has(besideReadme)
  if (theirs === undefined || (overwrite && !movedBefore)) return file
  return { ...file, path: besideReadme, action: { status: 'new', beside: theirs } }
}

/** Lock files of another package.json than ours. */
function foreignLocks(
  files: readonly PlannedFile[],
  { entries }: ExistingFiles,
  taken: readonly string[],
): MovedFile[] {
  const manifest = files.find(({ path }) => path === 'package.json')
  if (!manifest || manifest.action.status === 'unchanged') return []
  return locks
    .filter((path) => !files.some((file) => file.path === path))
    .filter((path) => entries.has(path) && entries.get(path)?.kind !== 'folder')
    .map((path) => ({ path, backup: backupName(path, taken) }))
}

function resolveFile(file: PlannedFile, { entries }: ExistingFiles, taken: readonly string[]): PlannedFile {
  const { path, content, executable, action } = file
  const entry = entries.get(path)
  if (!entry) return file
  const theirs = entry.kind === 'file' ? entry.content : undefined
  const backup = () => backupName(path, taken)

  const [, kind] = /(?:^|\/)\.git(ignore|attributes)$/.exec(path) ?? []
  if (theirs && kind) {
    const completed = (kind === 'ignore' ? completeGitignore : completeGitattributes)(theirs, content)
    if (!completed) return { ...file, content: theirs, action: { status: 'unchanged' } }
    return { ...file, content: completed, action: { status: 'completed', backup: backup() } }
  }
  const hasMode = entry.kind === 'file' && (entry.executable || !executable)
  if (theirs && hasMode && equal(theirs, content)) return { ...file, action: { status: 'unchanged' } }
  return { ...file, action: { ...action, status: 'replaced', backup: backup() } }
}

function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index])
}
