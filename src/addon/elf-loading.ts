import { elfType, readDynamic, undefinedSymbols } from './elf.ts'
import { entries, part, textAt, view } from './elf-sections.ts'

// Layouts: System V gABI, chapter 5; the GNU additions are in glibc's elf/elf.h.

/** What keeps dlopen(3) from loading a file that is otherwise fine, or may do so. */
export type LoadingProblem = 'staticTls' | 'textRelocations' | 'executableStack' | 'noLibrary'

const tags = { rpath: 15, textRelocations: 22, flags: 30, runpath: 29, flags1: 0x6ffffffb }

/** Each is told by bits of an entry of the dynamic section. */
const flags: readonly { readonly tag: number; readonly bits: bigint; readonly problem: LoadingProblem }[] = [
  { tag: tags.flags, bits: 0x10n, problem: 'staticTls' }, // DF_STATIC_TLS
  { tag: tags.flags, bits: 0x4n, problem: 'textRelocations' }, // DF_TEXTREL
  { tag: tags.textRelocations, bits: ~0n, problem: 'textRelocations' }, // DT_TEXTREL, whose value means nothing
  { tag: tags.flags1, bits: 0x8000040n, problem: 'noLibrary' }, // DF_1_NOOPEN; DF_1_PIE, rejected since glibc 2.30
]

const shared = 3 // ET_DYN
const gnuStack = 0x6474e551 // PT_GNU_STACK
const executable = 1 // PF_X

/** Throws a RangeError if the file is damaged, as do all functions here. */
export function loadingProblems(file: Uint8Array): LoadingProblem[] {
  const { list } = readDynamic(file)
  const found = flags.filter(({ tag, bits }) =>
    list.some((one) => one.tag === tag && (bits < 0n || (one.value & bits) !== 0n)),
  )
  const problems = [
    ...found.map(({ problem }) => problem),
    ...(hasExecutableStack(file) ? (['executableStack'] as const) : []),
    ...(elfType(file) === shared ? [] : (['noLibrary'] as const)),
  ]
  return [...new Set(problems)]
}

/** Folders of other places where the loader would search for libraries: DT_RPATH and DT_RUNPATH, except beside the file. */
export function searchedFolders(file: Uint8Array): string[] {
  const { list, names } = readDynamic(file)
  return list
    .filter(({ tag }) => tag === tags.rpath || tag === tags.runpath)
    .flatMap(({ value }) => textAt(names, Number(value)).split(':'))
    .filter((folder) => folder !== '' && !/^\$\{?ORIGIN\b/.test(folder))
}

/**
 * The functions that a file calls, and that no library has under a version, as glibc has all of its own. A linker does not
 * complain about them in a library; dlopen with RTLD_NOW does.
 */
export function unresolvedSymbols(file: Uint8Array): string[] {
  return undefinedSymbols(file).filter((name) => !/^(napi|node_api|uv)_/.test(name)) // Node has those
}

/** Without the header, the loader takes the stack to be executable; glibc 2.41 then no longer loads the file. */
function hasExecutableStack(file: Uint8Array): boolean {
  const header = view(part(file, { offset: 0, size: 64 }))
  const offset = Number(header.getBigUint64(0x20, true)) // e_phoff
  const [size, count] = [header.getUint16(0x36, true), header.getUint16(0x38, true)] // e_phentsize, e_phnum
  const headers = entries(part(file, { offset, size: size * count }), size)
  const stack = headers.find((one) => one.getUint32(0, true) === gnuStack) // p_type
  return !stack || (stack.getUint32(4, true) & executable) !== 0 // p_flags
}
