import { backupName } from './backup-name.ts'
import { UsageError } from '../errors/errors.ts'
import { type Found, foldersAround } from '../destination/existing-files.ts'
import { completeGitignore } from './complete-gitignore.ts'
import { obstacles } from './path-conflicts.ts'
import type { Aside, Fate, Plan, PlannedFile } from './plan.ts'
import { readable, some } from '../text/display.ts'

const readme = 'README.md'
const besideReadme = 'README.o2switch.md'
// The install would rewrite them for our package.json, or stumble over what they say of another one.
const locks = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb']

/** The places in which it matters what lies there. */
export function placesOf({ files }: Plan): { readonly path: string; readonly bytes: number }[] {
  const others = [besideReadme, ...locks].map((path) => ({ path, bytes: 0 }))
  return [...files.map(({ path, content }) => ({ path, bytes: content.length })), ...others]
}

/** The plan for a folder in which this was found: what becomes of each file there. Refuses what would cost a file. */
export function settlePlan(plan: Plan, found: Found): Plan {
  const { shown } = plan.target
  const files = plan.files.map((file) => (file.path === readme ? placeReadme(file, plan, found) : file))
  const blocked = some(obstacles(files, found))
  if (blocked.shown.length > 0)
    throw new UsageError((say) =>
      say.folder.obstructed(
        shown,
        blocked.shown.map((obstacle) => obstacle(say)),
        blocked.more,
      ),
    )

  const taken = [...found.paths, ...files.flatMap(({ path }) => [path, ...foldersAround(path)])]
  const settled = files.map((file) => {
    const { file: result, fate } = settleFile(file, found, taken)
    if ('backup' in fate) taken.push(fate.backup)
    return { ...result, fate }
  })
  const replaced = settled.flatMap(({ path, fate }) => (fate.status === 'replaced' ? [readable(path)] : []))
  if (replaced.length === 0 || plan.overwrite)
    return { ...plan, files: settled, aside: foreignLocks(settled, found, taken) }
  const inTheWay = some(replaced)
  throw new UsageError((say) => say.folder.notEmpty(shown, inTheWay.shown, inTheWay.more))
}

/** The person's README stays the project's own, unless it was ours that they want again. */
function placeReadme(file: PlannedFile, { overwrite }: Plan, { occupants, paths }: Found): PlannedFile {
  const theirs = occupants.has(readme) ? readme : paths.find((path) => /^readme(\.\w+)?$/i.test(path))
  const movedBefore = occupants.has(besideReadme)
  if (theirs === undefined || (overwrite && !movedBefore)) return file
  return { ...file, path: besideReadme, fate: { status: 'new', beside: theirs } }
}

/** The locks that belong to another package.json than the one that will be there. */
function foreignLocks(files: readonly PlannedFile[], { occupants }: Found, taken: readonly string[]): Aside[] {
  const manifest = files.find(({ path }) => path === 'package.json')
  if (!manifest || manifest.fate.status === 'unchanged') return []
  return locks
    .filter((path) => !files.some((file) => file.path === path))
    .filter((path) => occupants.has(path) && occupants.get(path)?.kind !== 'folder')
    .map((path) => ({ path, backup: backupName(path, taken) }))
}

type Settled = { readonly file: PlannedFile; readonly fate: Fate }

function settleFile(file: PlannedFile, { occupants }: Found, taken: readonly string[]): Settled {
  const { path, content, executable, fate } = file
  const occupant = occupants.get(path)
  if (!occupant) return { file, fate }
  const theirs = occupant.kind === 'file' ? occupant.content : undefined
  const backup = () => backupName(path, taken)

  if (theirs && /(^|\/)\.gitignore$/.test(path)) {
    const completed = completeGitignore(theirs, content)
    if (!completed) return { file: { ...file, content: theirs }, fate: { status: 'unchanged' } }
    return { file: { ...file, content: completed }, fate: { status: 'completed', backup: backup() } }
  }
  const mayRun = occupant.kind === 'file' && (occupant.executable || !executable)
  if (theirs && mayRun && equal(theirs, content)) return { file, fate: { status: 'unchanged' } }
  return { file, fate: { ...fate, status: 'replaced', backup: backup() } }
}

function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index])
}
