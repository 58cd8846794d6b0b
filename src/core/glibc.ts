import { isOlder } from './version.ts'

type Section = { readonly type: number; readonly link: number; readonly offset: number; readonly size: number }

const elf64LittleEndian = [0x7f, 0x45, 0x4c, 0x46, 2, 1]
const verneed = 0x6ffffffe // SHT_GNU_verneed
// Not a version, and yet only a glibc that is new enough has it: it reads compact relocations (NEWS of 2.36).
const abiVersions = new Map([['GLIBC_ABI_DT_RELR', '2.36']])

/**
 * The highest version of glibc whose symbols an ELF file asks for, say `2.34`: a host with an older one does not load it.
 * Undefined for what asks for none (musl), for what is no 64-bit little-endian ELF file (macOS, Windows), and for a
 * damaged one: it is for a report, and the loader remains the judge. It never throws.
 *
 * What is asked for stands in the section `.gnu.version_r`, found by the section headers, which stripping the symbols
 * leaves in place. Layouts: System V gABI, chapter 4; LSB Core, "Symbol Versioning" (`Elf64_Verneed`, `Elf64_Vernaux`).
 */
export function highestGlibc(file: Uint8Array): string | undefined {
  if (elf64LittleEndian.some((byte, index) => file[index] !== byte)) return undefined
  try {
    return requiredNames(file)
      .flatMap(glibcVersion)
      .reduce<string | undefined>((highest, next) => (highest && !isOlder(highest, next) ? highest : next), undefined)
  } catch (error) {
    if (error instanceof RangeError) return undefined // an offset that leads out of the file
    throw error
  }
}

/** `GLIBC_2.34`, `GCC_3.0` …, whichever library they are asked of. */
function requiredNames(file: Uint8Array): string[] {
  const sections = readSections(file)
  return sections
    .filter(({ type }) => type === verneed)
    .flatMap((section) => {
      const names = part(file, sections[section.link])
      return nameOffsets(view(part(file, section))).map((offset) => textAt(names, offset))
    })
}

function readSections(file: Uint8Array): Section[] {
  const header = view(part(file, { offset: 0, size: 64 }))
  const start = Number(header.getBigUint64(0x28, true)) // e_shoff
  const entrySize = header.getUint16(0x3a, true) // e_shentsize
  const count = header.getUint16(0x3c, true) // e_shnum
  return Array.from({ length: count }, (_, index) => {
    const entry = view(part(file, { offset: start + index * entrySize, size: 64 }))
    return {
      type: entry.getUint32(0x04, true), // sh_type
      offset: Number(entry.getBigUint64(0x18, true)), // sh_offset
      size: Number(entry.getBigUint64(0x20, true)), // sh_size
      link: entry.getUint32(0x28, true), // sh_link
    }
  })
}

/** Where the versions' names are: a chain of libraries, each with a chain of versions. Both only lead forward. */
function nameOffsets(section: DataView): number[] {
  const offsets: number[] = []
  for (let library = 0, toNext = -1; toNext !== 0; library += toNext) {
    toNext = section.getUint32(library + 12, true) // vn_next
    const first = library + section.getUint32(library + 8, true) // vn_aux
    for (let version = first, toNextVersion = -1; toNextVersion !== 0; version += toNextVersion) {
      toNextVersion = section.getUint32(version + 12, true) // vna_next
      offsets.push(section.getUint32(version + 8, true)) // vna_name
    }
  }
  return offsets
}

function glibcVersion(name: string): string[] {
  const version = /^GLIBC_(\d+(?:\.\d+)+)$/.exec(name)?.[1] ?? abiVersions.get(name)
  return version === undefined ? [] : [version]
}

function textAt(bytes: Uint8Array, offset: number): string {
  const end = bytes.indexOf(0, offset)
  if (end === -1) throw new RangeError('a name without an end')
  return new TextDecoder().decode(bytes.subarray(offset, end))
}

function part(file: Uint8Array, section: Pick<Section, 'offset' | 'size'> | undefined): Uint8Array {
  if (!section || section.offset + section.size > file.length) throw new RangeError('a section outside of the file')
  return file.subarray(section.offset, section.offset + section.size)
}

function view({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}
