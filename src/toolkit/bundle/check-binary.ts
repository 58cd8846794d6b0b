import {
  isElf,
  machineOf,
  neededLibraries,
  newestRequired,
  requiredVersions,
  symbolsOfVersion,
} from '../../addon/elf.ts'
import { loadingProblems, searchedFolders, unresolvedSymbols } from '../../addon/elf-loading.ts'
import { DamagedElf } from '../../addon/elf-sections.ts'
import type { Messages } from '../../messages/en.ts'
import type { ErrorText } from '../../text/localized.ts'
import { isOlder } from '../../text/version.ts'
import type { FileEntry } from './entry.ts'

const x86 = 62

/** What every Linux with glibc has: parts of glibc, and the compiler's own. */
const onEveryHost = /^(lib(c|m|dl|pthread|rt)\.so\.\d+|libgcc_s\.so\.1|ld-linux-x86-64\.so\.2)$/

/** What to do instead of linking what the host does not have, by the name of the library. */
const insteadOf: readonly (readonly [library: RegExp, advice: keyof Messages['bundle']['addon']['insteadOf']])[] = [
  [/^lib(ssl|crypto)\b/, 'openssl'],
  [/^libsqlite3\b/, 'sqlite'],
  [/^lib(pq|mysqlclient|mariadb)\b/, 'database'],
  [/^libc\.musl/, 'musl'],
]

/** What would keep the host from loading the addon or the launcher: messages and hints without their final period. */
export function checkBinary(file: FileEntry, glibc: string): ErrorText[] {
  const { path, content } = file
  if (!isElf(content)) return [unloadable((t) => t.bundle.addon.notElf(path))]
  try {
    if (machineOf(content) !== x86) return [unloadable((t) => t.bundle.addon.otherProcessor(path))]
    return [...checkGlibc(file, glibc), ...checkLibraries(file), ...checkLoading(file), ...checkNodeApi(file)]
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const damage = error instanceof DamagedElf ? error.damage : 'outside'
    return [unloadable((t) => t.bundle.addon.damaged(path, t.bundle.addon.damage[damage]))]
  }
}

function unloadable(message: (t: Messages) => string): ErrorText {
  return (t) => ({ message: message(t), hint: t.bundle.addon.build })
}

function checkGlibc({ path, content }: FileEntry, glibc: string): ErrorText[] {
  const newest = newestRequired(requiredVersions(content))
  if (!newest?.glibc || !isOlder(glibc, newest.glibc)) return []
  const functions = symbolsOfVersion(content, newest.index).slice(0, 3)
  return [(t) => t.bundle.addon.glibc(path, newest.name, functions, glibc)]
}

function checkLibraries({ path, content }: FileEntry): ErrorText[] {
  const missing = neededLibraries(content).filter((library) => !onEveryHost.test(library))
  return missing.map((library) => {
    const [, advice = 'other'] = insteadOf.find(([pattern]) => pattern.test(library)) ?? []
    return (t) => ({ message: t.bundle.addon.library(path, library), hint: t.bundle.addon.insteadOf[advice] })
  })
}

/** What dlopen(3) goes by. The launcher is a program: that it is one, or uses thread-local storage as such, is fine. */
function checkLoading({ path, content }: FileEntry): ErrorText[] {
  const problems = path === 'app.node' ? loadingProblems(content) : []
  const [folder] = searchedFolders(content)
  // With a library that the host may not have, they may well be in there.
  const isComplete = neededLibraries(content).every((library) => onEveryHost.test(library))
  const unresolved = isComplete ? unresolvedSymbols(content).slice(0, 3) : []
  return [
    ...problems.map(
      (problem): ErrorText =>
        (t) =>
          t.bundle.addon.loading[problem](path),
    ),
    ...(folder === undefined ? [] : [((t) => t.bundle.addon.searched(path, folder)) satisfies ErrorText]),
    ...(unresolved.length === 0 ? [] : [((t) => t.bundle.addon.unresolved(path, unresolved)) satisfies ErrorText]),
  ]
}

/**
 * Nothing in an addon says which level of Node-API it needs: it follows from the functions that it calls. All since
 * level 9 are called node_api_…, all before napi_…, and their names stand in the file, whether the linker looks them up
 * or the addon itself does (the feature "dyn-symbols" of napi).
 */
function checkNodeApi({ path, content }: FileEntry): ErrorText[] {
  const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('latin1')
  const names = text.match(/node_api_[a-z0-9_]+(?=\0)/g) ?? []
  const called = names.find((name) => name !== 'node_api_module_get_api_version_v1') // that one it offers
  return called ? [(t) => t.bundle.addon.nodeApi(path, called)] : []
}
