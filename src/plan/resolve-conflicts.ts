import { type ExistingFiles, parentFolders } from '../destination/existing-files.ts'
import { UsageError } from '../errors/errors.ts'
import { checksumsPath, withChecksums } from '../template/checksums.ts'
import { displayName, firstFew } from '../text/display.ts'
import { backupName } from './backup-name.ts'
import { completeGitignore } from './complete-gitignore.ts'
import { pathConflicts } from './path-conflicts.ts'
import type { FileAction, MovedFile, Plan, PlannedFile } from './plan.ts'

const readme = 'README.md'
const besideReadme = 'README.o2switch.md'
// The install would rewrite them for our package.json, or stumble over what they say of another one.
const locks = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb']

/** The places in which it matters what lies there. */
export function pathsToScan({ files }: Plan): { readonly path: string; readonly bytes: number }[] {
  const ours = files.map(({ path, content }) => ({ path, bytes: content.length }))
  const others = [besideReadme, ...locks].filter((path) => !files.some((file) => file.path === path))
  return [...ours, ...others.map((path) => ({ path, bytes: 0 }))]
}

/** The plan for a folder in which this was found: what becomes of each file there. Refuses what would cost a file. */
export function resolveConflicts(plan: Plan, found: ExistingFiles): Plan {
  const { shown } = plan.destination
  const files = plan.files.map((file) => (file.path === readme ? placeReadme(file, plan, found) : file))
  const blocked = firstFew(pathConflicts(files, found))
  if (blocked.shown.length > 0)
    throw new UsageError((t) =>
      t.folder.obstructed(
        shown,
        blocked.shown.map((obstacle) => obstacle(t)),
        blocked.more,
      ),
    )

  const taken = [...found.paths, ...files.flatMap(({ path }) => [path, ...parentFolders(path)])]
  const settle = (file: PlannedFile): PlannedFile => {
    const { file: result, action } = settleFile(file, found, taken)
    if ('backup' in action) taken.push(action.backup)
    return { ...result, action }
  }
  // The checksums are those of the files as they will be there, so they come last.
  const others = files.filter(({ path }) => path !== checksumsPath).map(settle)
  const checksums = files.filter(({ path }) => path === checksumsPath)
  const settled = [
    ...others,
    ...withChecksums([...others, ...checksums])
      .slice(others.length)
      .map(settle),
  ]
  const replaced = settled.flatMap(({ path, action }) => (action.status === 'replaced' ? [displayName(path)] : []))
  if (replaced.length === 0 || plan.overwrite)
    return { ...plan, files: settled, moved: foreignLocks(settled, found, taken) }
  const inTheWay = firstFew(replaced)
  throw new UsageError((t) => t.folder.notEmpty(shown, inTheWay.shown, inTheWay.more))
}

/** The person's README stays the project's own, unless it was ours that they want again. */
function placeReadme(file: PlannedFile, { overwrite }: Plan, { entries, paths }: ExistingFiles): PlannedFile {
  const theirs = entries.has(readme) ? readme : paths.find((path) => /^readme(\.\w+)?$/i.test(path))
  const movedBefore = entries.has(besideReadme)
  if (theirs === undefined || (overwrite && !movedBefore)) return file
  return { ...file, path: besideReadme, action: { status: 'new', beside: theirs } }
}

/** The locks that belong to another package.json than the one that will be there. */
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

type Settled = { readonly file: PlannedFile; readonly action: FileAction }

function settleFile(file: PlannedFile, { entries }: ExistingFiles, taken: readonly string[]): Settled {
  const { path, content, executable, action } = file
  const entry = entries.get(path)
  if (!entry) return { file, action }
  const theirs = entry.kind === 'file' ? entry.content : undefined
  const backup = () => backupName(path, taken)

  if (theirs && /(^|\/)\.gitignore$/.test(path)) {
    const completed = completeGitignore(theirs, content)
    if (!completed) return { file: { ...file, content: theirs }, action: { status: 'unchanged' } }
    return { file: { ...file, content: completed }, action: { status: 'completed', backup: backup() } }
  }
  const mayRun = entry.kind === 'file' && (entry.executable || !executable)
  if (theirs && mayRun && equal(theirs, content)) return { file, action: { status: 'unchanged' } }
  return { file, action: { ...action, status: 'replaced', backup: backup() } }
}

function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index])
}
