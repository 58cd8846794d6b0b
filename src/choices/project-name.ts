import validateNpmName from 'validate-npm-package-name'
import { UsageError } from '../errors/errors.ts'
import type { Localized } from '../text/localized.ts'
import { commandNames } from './command-names.ts'

// Strict and reserved words of every edition; "cargo new" refuses all but gen, which is newer than its list.
const rustKeywords = `abstract as async await become box break const continue crate do dyn else enum extern false final
  fn for gen if impl in let loop macro match mod move mut override priv pub ref return self static struct super trait
  true try type typeof unsafe unsized use virtual where while yield`
// Crates of the compiler itself: ours would hide them, or be hidden.
const compilerCrates = 'alloc core proc_macro std test'
// Folders that cargo makes in target/<profile>, where the program of that name would go.
const artefactFolders = 'build deps examples incremental'
const windowsDevices = `aux con nul prn com1 com2 com3 com4 com5 com6 com7 com8 com9
  lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9`

const rejected = new Map<string, (name: string) => Localized>([
  ...words(rustKeywords, (name) => (t) => t.name.keyword(name)),
  ...words(compilerCrates, (name) => (t) => t.name.compilerCrate(name)),
  ...words(artefactFolders, (name) => (t) => t.name.artifactFolder(name)),
  ...words(windowsDevices, (name) => (t) => t.name.device(name)),
  ...words(commandNames.join(' '), (name) => (t) => t.name.command(name)),
])

const longest = 64 // what crates.io takes, and short enough for every file name made of it

/**
 * Names a project after its folder, or after the name given instead, with one name for its npm package and its crate.
 * What can be mended is (`Mon API` → `mon-api`); what would fail later is refused now. `taken` holds the names of the
 * crates that the project depends on: cargo cannot tell ours from theirs.
 */
export function nameProject(folder: string, taken: ReadonlySet<string> = new Set()): string {
  const name = normalize(folder)
  const problem = rejectionReason(name, taken)
  if (problem) {
    throw new UsageError((t) => t.name.rejected(JSON.stringify(folder), problem(t), suggestion(name, taken)))
  }
  return name
}

function normalize(folder: string): string {
  return folder
    .normalize('NFKD') // é → e + accent, and the accent goes with the line below
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe') // letters of their own for Unicode, which takes none of them apart
    .replaceAll('æ', 'ae')
    .replaceAll('ß', 'ss')
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/([_-])[_-]+/g, '$1') // two in a row are not snake case: rustc would warn at every build
    .replace(/^[-_]+|[-_]+$/g, '')
    .replace(/^(?=[0-9])/, 'app-') // a crate starts with a letter
}

function rejectionReason(name: string, taken: ReadonlySet<string>): Localized | undefined {
  if (name === '') return (t) => t.name.noLetter
  if (name.length > longest) return (t) => t.name.tooLong(longest)
  const asRustReadsIt = underscored(name)
  const reason = rejected.get(asRustReadsIt)
  if (reason) return reason(name)
  if ([...taken].some((crate) => underscored(crate) === asRustReadsIt)) return (t) => t.name.dependency(name)
  const npm = validateNpmName(name)
  const [why = ''] = [...(npm.errors ?? []), ...(npm.warnings ?? [])]
  if (!npm.validForNewPackages) return (t) => t.name.npm(name, why)
  return undefined
}

function suggestion(name: string, taken: ReadonlySet<string>): string {
  const candidates = [`${name.slice(0, longest - 4)}-api`, 'my-api']
  return (
    candidates.find((candidate) => normalize(candidate) === candidate && !rejectionReason(candidate, taken)) ??
    'my-rust-api'
  )
}

function underscored(name: string): string {
  return name.replaceAll('-', '_')
}

function words(list: string, reason: (name: string) => Localized): [string, (name: string) => Localized][] {
  return list.split(/\s+/).map((word) => [word, reason])
}
