import { isOlder } from '../text/version.ts'
import { entries, part, readSections, textAt, view } from './elf-sections.ts'

// Layouts: LSB Core, "Symbol Versioning"; elf-sections.ts has the rest.

/** A symbol version that a file requires. */
export type RequiredVersion = {
  /** `GLIBC_2.34`, `GCC_3.0` … */
  readonly name: string
  /** The first version of glibc that has it; undefined if it belongs to another library. */
  readonly glibc: string | undefined
  /** For `symbolsOfVersion`. */
  readonly index: number
}

const elf64LittleEndian = [0x7f, 0x45, 0x4c, 0x46, 2, 1]
const sectionTypes = { dynamic: 6, dynsym: 11, verneed: 0x6ffffffe, versym: 0x6fffffff }
const needed = 1 // DT_NEEDED
// Not a version number, but it requires a glibc that supports compact relocations (NEWS of 2.36).
const abiVersions = new Map([['GLIBC_ABI_DT_RELR', '2.36']])

/**
 * The highest version of glibc that an ELF file requires, such as `2.34`: a host with an older one cannot load it.
 * Undefined if it requires none (musl), is not a 64-bit little-endian ELF file (macOS, Windows), or is damaged.
 */
export function highestGlibc(file: Uint8Array): string | undefined {
  if (!isElf(file)) return undefined
  try {
    return newestRequired(requiredVersions(file))?.glibc
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** The version that requires the newest glibc, or undefined if none is required. */
export function newestRequired(versions: readonly RequiredVersion[]): RequiredVersion | undefined {
  const ofGlibc = versions.filter(({ glibc }) => glibc !== undefined)
  return ofGlibc.reduce<RequiredVersion | undefined>(
    (newest, one) => (newest?.glibc && !isOlder(newest.glibc, one.glibc ?? '') ? newest : one),
    undefined,
  )
}

/** Whether a file is 64-bit little-endian ELF, which the functions below expect. */
export function isElf(file: Uint8Array): boolean {
  return elf64LittleEndian.every((byte, index) => file[index] === byte)
}

/** The processor of a file: 62 is x86-64, 183 is arm64. Throws a RangeError if the file is damaged. */
export function machineOf(file: Uint8Array): number {
  return view(file).getUint16(0x12, true) // e_machine
}

/** What kind of file it is: 3 is a shared library or a program that can be loaded anywhere. Throws as `machineOf` does. */
export function elfType(file: Uint8Array): number {
  return view(file).getUint16(0x10, true) // e_type
}

/** The entries of the dynamic section, and the names that some refer to. Throws a RangeError if the file is damaged. */
export function readDynamic(file: Uint8Array): {
  readonly list: readonly { readonly tag: number; readonly value: bigint }[]
  readonly names: Uint8Array
} {
  const sections = readSections(file)
  const section = sections.find(({ type }) => type === sectionTypes.dynamic)
  if (!section) return { list: [], names: new Uint8Array() } // linked statically, or not linked at all
  const all = entries(part(file, section), 16).map((entry) => ({
    tag: Number(entry.getBigInt64(0, true)),
    value: entry.getBigUint64(8, true),
  }))
  const end = all.findIndex(({ tag }) => tag === 0) // DT_NULL
  return { list: end === -1 ? all : all.slice(0, end), names: part(file, sections[section.link]) }
}

/** The libraries that a file needs: `libc.so.6` … Throws a RangeError if the file is damaged. */
export function neededLibraries(file: Uint8Array): string[] {
  const { list, names } = readDynamic(file)
  return list.filter(({ tag }) => tag === needed).map(({ value }) => textAt(names, Number(value)))
}

/** The symbol versions that a file requires, of all libraries. Throws a RangeError if the file is damaged. */
export function requiredVersions(file: Uint8Array): RequiredVersion[] {
  const sections = readSections(file)
  return sections
    .filter(({ type }) => type === sectionTypes.verneed)
    .flatMap((section) => {
      const names = part(file, sections[section.link])
      return versionEntries(view(part(file, section))).map(({ offset, index }) => {
        const name = textAt(names, offset)
        return { name, index, glibc: /^GLIBC_(\d+(?:\.\d+)+)$/.exec(name)?.[1] ?? abiVersions.get(name) }
      })
    })
}

/** The symbols that a file requires in the version with this index. Throws a RangeError if the file is damaged. */
export function symbolsOfVersion(file: Uint8Array, index: number): string[] {
  return dynamicSymbols(file)
    .filter(({ version }) => version === index)
    .map(({ name }) => name)
}

/** The symbols that a file must find elsewhere, in no particular version. Throws a RangeError if the file is damaged. */
export function undefinedSymbols(file: Uint8Array): string[] {
  return dynamicSymbols(file)
    .filter(({ isUndefined, isWeak, version, name }) => isUndefined && !isWeak && version <= 1 && name !== '')
    .map(({ name }) => name)
}

function dynamicSymbols(file: Uint8Array) {
  const sections = readSections(file)
  const symbols = sections.find(({ type }) => type === sectionTypes.dynsym)
  if (!symbols) return []
  const versym = sections.find(({ type }) => type === sectionTypes.versym)
  const versions = versym ? entries(part(file, versym), 2) : []
  const names = part(file, sections[symbols.link])
  return entries(part(file, symbols), 24).map((symbol, index) => ({
    name: textAt(names, symbol.getUint32(0, true)), // st_name
    isWeak: symbol.getUint8(4) >> 4 === 2, // st_info: STB_WEAK
    isUndefined: symbol.getUint16(6, true) === 0, // st_shndx: SHN_UNDEF
    version: (versions[index]?.getUint16(0, true) ?? 0) & 0x7fff, // 0 and 1 are local and global: none
  }))
}

/** The offsets of the versions' names: a chain of libraries, each with a chain of versions. Both chains only go forward. */
function versionEntries(section: DataView): { readonly offset: number; readonly index: number }[] {
  const found: { offset: number; index: number }[] = []
  for (let library = 0, toNext = -1; toNext !== 0; library += toNext) {
    toNext = section.getUint32(library + 12, true) // vn_next
    const first = library + section.getUint32(library + 8, true) // vn_aux
    for (let version = first, toNextVersion = -1; toNextVersion !== 0; version += toNextVersion) {
      toNextVersion = section.getUint32(version + 12, true) // vna_next
      const index = section.getUint16(version + 6, true) & 0x7fff // vna_other
      found.push({ offset: section.getUint32(version + 8, true), index }) // vna_name
    }
  }
  return found
}
