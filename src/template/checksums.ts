import { createHash } from 'node:crypto'
import { type TemplateFile, withText } from './template-file.ts'

/** Holds the checksums of a project's files as they were written: it shows which of them the owner has changed since. */
export const checksumsPath = 'scripts/o2switch.sha256'

/** The files with that one filled in, if it is among them. */
export function withChecksums<File extends TemplateFile>(files: readonly File[]): File[] {
  return files.map((file) =>
    file.path === checksumsPath ? { ...file, ...withText(file, checksumLines(files)) } : file,
  )
}

/** SHA-256 over all of the files, as hexadecimal digits. */
export function digestOf(files: readonly TemplateFile[]): string {
  return sha256(new TextEncoder().encode(checksumLines(files)))
}

/** One line a file, as `sha256sum --check` reads them. Over LF: a checkout may have changed the line ends. */
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

/** CRLF → LF. What holds a zero byte is not text, and stays as it is. */
function withoutCarriageReturns(content: Uint8Array): Uint8Array {
  if (!content.includes(0x0d) || content.includes(0)) return content
  return content.filter((byte, index) => byte !== 0x0d || content[index + 1] !== 0x0a)
}
