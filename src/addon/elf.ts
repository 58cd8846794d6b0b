// Reads what a Linux library asks of the system that is to load it. Layouts: System V gABI, chapters 4 and 5; LSB Core,
// "Symbol Versioning". Everything is found by the section headers, which stripping leaves in place.

/** @typedef {{ type: number, offset: number, size: number, link: number }} Section */

const elf64LittleEndian = [0x7f, 0x45, 0x4c, 0x46, 2, 1]
const sectionTypes = { dynamic: 6, dynsym: 11, verneed: 0x6ffffffe, versym: 0x6fffffff }
const needed = 1n // DT_NEEDED
// Not a version, and yet only a glibc that is new enough has it: it reads compact relocations (NEWS of 2.36).
const abiVersions = new Map([['GLIBC_ABI_DT_RELR', '2.36']])

/**
 * The highest version of glibc whose symbols an ELF file asks for, say `2.34`: a host with an older one does not load it.
 * Undefined for what asks for none (musl), for what is no 64-bit little-endian ELF file (macOS, Windows), and for a
 * damaged one. It never throws.
 * @param {Uint8Array} file
 * @returns {string | undefined}
 */
export function highestGlibc(file) {
  if (!isElf(file)) return undefined
  try {
    return requiredVersions(file)
      .map(({ glibc }) => glibc)
      .reduce((highest, next) => (next && (!highest || compareVersions(highest, next) < 0) ? next : highest), undefined)
  } catch (error) {
    if (error instanceof RangeError) return undefined // an offset that leads out of the file
    throw error
  }
}

/**
 * Whether a file is ELF, for 64 bits and little-endian, as all that the functions below read.
 * @param {Uint8Array} file
 */
export function isElf(file) {
  return elf64LittleEndian.every((byte, index) => file[index] === byte)
}

/**
 * The processor that a file is for: 62 is x86-64, 183 is arm64.
 * @param {Uint8Array} file
 */
export function machineOf(file) {
  return view(file).getUint16(0x12, true) // e_machine
}

/**
 * The libraries that are loaded with it: `libc.so.6` …
 * @param {Uint8Array} file
 * @returns {string[]} RangeError is thrown if the file is damaged
 */
export function neededLibraries(file) {
  const sections = readSections(file)
  return sections
    .filter(({ type }) => type === sectionTypes.dynamic)
    .flatMap((section) => {
      const names = part(file, sections[section.link])
      return entries(part(file, section), 16)
        .filter((entry) => entry.getBigInt64(0, true) === needed)
        .map((entry) => textAt(names, Number(entry.getBigUint64(8, true))))
    })
}

/**
 * The versions of symbols that it asks for, whichever library has them: `GLIBC_2.34`, `GCC_3.0` …; `glibc` is the version
 * of glibc that first had it, `symbols` says which functions it is for.
 * @param {Uint8Array} file
 * @returns {{ name: string, glibc: string | undefined, index: number }[]} RangeError is thrown if the file is damaged
 */
export function requiredVersions(file) {
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

/**
 * The functions that are asked for in a version, by the version's index.
 * @param {Uint8Array} file
 * @param {number} index
 * @returns {string[]} RangeError is thrown if the file is damaged
 */
export function symbolsOfVersion(file, index) {
  const sections = readSections(file)
  const symbols = sections.find(({ type }) => type === sectionTypes.dynsym)
  const versions = entries(
    part(
      file,
      sections.find(({ type }) => type === sectionTypes.versym),
    ),
    2,
  )
  const names = part(file, sections[symbols?.link])
  return entries(part(file, symbols), 24)
    .filter((_, symbol) => (versions[symbol]?.getUint16(0, true) & 0x7fff) === index)
    .map((symbol) => textAt(names, symbol.getUint32(0, true)))
}

/**
 * Below 0 if the first version is the older one, above 0 if it is the newer one.
 * @param {string} one
 * @param {string} other
 */
export function compareVersions(one, other) {
  const [left, right] = [one, other].map((version) => version.split('.').map(Number))
  const differing = left.findIndex((number, place) => number !== (right[place] ?? 0))
  return differing === -1 ? left.length - right.length : left[differing] - (right[differing] ?? 0)
}

/**
 * @param {Uint8Array} file
 * @returns {Section[]}
 */
function readSections(file) {
  const header = view(part(file, { offset: 0, size: 64 }))
  const start = Number(header.getBigUint64(0x28, true)) // e_shoff
  const entrySize = header.getUint16(0x3a, true) // e_shentsize
  const count = header.getUint16(0x3c, true) // e_shnum
  if (count === 0) throw new RangeError('no section headers')
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

/**
 * The versions and where their names are: a chain of libraries, each with a chain of versions. Both only lead forward.
 * @param {DataView} section
 */
function versionEntries(section) {
  const found = []
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

/**
 * @param {Uint8Array} bytes
 * @param {number} size
 */
function entries(bytes, size) {
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, index) =>
    view(bytes.subarray(index * size, (index + 1) * size)),
  )
}

/**
 * @param {Uint8Array} bytes
 * @param {number} offset
 */
function textAt(bytes, offset) {
  const end = bytes.indexOf(0, offset)
  if (end === -1) throw new RangeError('a name without an end')
  return new TextDecoder().decode(bytes.subarray(offset, end))
}

/**
 * @param {Uint8Array} file
 * @param {Pick<Section, 'offset' | 'size'> | undefined} section
 */
function part(file, section) {
  if (!section || section.offset + section.size > file.length) throw new RangeError('a section outside of the file')
  return file.subarray(section.offset, section.offset + section.size)
}

/** @param {Uint8Array} bytes */
function view({ buffer, byteOffset, byteLength }) {
  return new DataView(buffer, byteOffset, byteLength)
}
