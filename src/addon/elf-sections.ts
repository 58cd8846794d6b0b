// Layouts: System V gABI, chapters 4 and 5. Everything is located by the section headers, which stripping keeps.

/** A section of an ELF file; `link` is the index of the section with its names. */
export type Section = { readonly type: number; readonly offset: number; readonly size: number; readonly link: number }

/** How an ELF file is damaged: a section is outside the file, a name has no end, or there are no sections. */
export type ElfDamage = 'outside' | 'endless' | 'sectionless'

/** The file contradicts its own headers. An offset outside a section is a plain RangeError, from DataView. */
export class DamagedElf extends RangeError {
  readonly damage: ElfDamage

  constructor(damage: ElfDamage) {
    super(`damaged ELF file: ${damage}`)
    this.damage = damage
  }
}

/** Throws a RangeError if the file is damaged, as do all functions here. */
export function readSections(file: Uint8Array): Section[] {
  const header = view(part(file, { offset: 0, size: 64 }))
  const start = Number(header.getBigUint64(0x28, true)) // e_shoff
  const entrySize = header.getUint16(0x3a, true) // e_shentsize
  const count = header.getUint16(0x3c, true) // e_shnum
  if (count === 0) throw new DamagedElf('sectionless')
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

/** The entries of a table, `size` bytes each. */
export function entries(bytes: Uint8Array, size: number): DataView[] {
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, index) =>
    view(bytes.subarray(index * size, (index + 1) * size)),
  )
}

/** The zero-terminated text at this offset. */
export function textAt(bytes: Uint8Array, offset: number): string {
  const end = bytes.indexOf(0, offset)
  if (end === -1) throw new DamagedElf('endless')
  return new TextDecoder().decode(bytes.subarray(offset, end))
}

/** The bytes of a section. A missing section counts as damage. */
export function part(file: Uint8Array, section: Pick<Section, 'offset' | 'size'> | undefined): Uint8Array {
  if (!section || section.offset + section.size > file.length) throw new DamagedElf('outside')
  return file.subarray(section.offset, section.offset + section.size)
}

export function view({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}
