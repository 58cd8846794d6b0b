import { createHash } from 'node:crypto'
import { type TemplateFile, withText } from './template-file.ts'

/** The checksums of a project's files as written, which show which of them its owner has changed since. */
export const checksumsPath = 'scripts/o2switch.sha256'

/** Fills in the checksums, if their file is among the files. */
export function withChecksums<File extends TemplateFile>(files: readonly File[]): File[] {
  return files.map((file) =>
    file.path === checksumsPath ? { ...file, ...withText(file, checksumLines(files)) } : file,
  )
}

/** Hexadecimal SHA-256 of all the files. */
export function digestOf(files: readonly TemplateFile[]): string {
  return sha256(new TextEncoder().encode(checksumLines(files)))
}

/** One line per file, in the format of `sha256sum --check`. With LF, since a checkout may convert line endings. */
function checksumLines(files: readonly TemplateFile[]): string {
  return files
    .filter(({ path }) => path !== checksumsPath)
    .map(({ path, content }) => ({ path, sum: sha256(withoutCarriageReturns(content)) }))
    .sort((one, other) => (one.path < other.path ? -1 : 1))
    .map(({ path, sum }) => `${sum}  ${path}\n`)
    .join('')
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/** CRLF → LF. A file with a zero byte is binary, and is left alone. */
function withoutCarriageReturns(content: Uint8Array): Uint8Array {
  if (!content.includes(0x0d) || content.includes(0)) return content
  return content.filter((byte, index) => byte !== 0x0d || content[index + 1] !== 0x0a)
}
