import validateNpmName from 'validate-npm-package-name'
import { UsageError } from '../errors/errors.ts'
import type { Localized } from '../text/localized.ts'
import { commandNames } from './command-names.ts'

// Strict and reserved keywords of all editions. "cargo new" rejects all but gen, which is newer than its list.
const rustKeywords = `abstract as async await become box break const continue crate do dyn else enum extern false final
  fn for gen if impl in let loop macro match mod move mut override priv pub ref return self static struct super trait
  true try type typeof unsafe unsized use virtual where while yield`
// Crates that come with the compiler: ours would shadow them, or be shadowed.
const compilerCrates = 'alloc core proc_macro std test'
// Folders that cargo creates in target/<profile>, where a binary with that name would go.
const artifactFolders = 'build deps examples incremental'
const windowsDevices = `aux con nul prn com1 com2 com3 com4 com5 com6 com7 com8 com9
  lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9`

const rejected = new Map<string, (name: string) => Localized>([
  ...words(rustKeywords, (name) => (t) => t.name.keyword(name)),
  ...words(compilerCrates, (name) => (t) => t.name.compilerCrate(name)),
  ...words(artifactFolders, (name) => (t) => t.name.artifactFolder(name)),
  ...words(windowsDevices, (name) => (t) => t.name.device(name)),
  ...words(commandNames.join(' '), (name) => (t) => t.name.command(name)),
])

const longest = 64 // the limit of crates.io, and short enough for every file name that contains it

/**
 * The project's name, for its npm package and its crate, from the folder or from `--name`. Normalizes it if possible
 * (`Mon API` → `mon-api`), and throws a UsageError for a name that would fail later. `taken` has the names of the crates
 * that the project depends on, which cargo could not distinguish from ours.
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
    .normalize('NFKD') // é → e + combining accent, which the next line removes
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe') // Unicode does not decompose these
    .replaceAll('æ', 'ae')
    .replaceAll('ß', 'ss')
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/([_-])[_-]+/g, '$1') // with two in a row, rustc would warn about snake case at every build
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
  const [npmReason = ''] = [...(npm.errors ?? []), ...(npm.warnings ?? [])]
  if (!npm.validForNewPackages) return (t) => t.name.npm(name, npmReason)
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
