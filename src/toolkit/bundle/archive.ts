import { gzipSync } from 'node:zlib'
import { UsageError } from '../../errors/errors.ts'
import { byPath, type Entry, modeOf } from './entry.ts'

/**
 * A .tar.gz of these files and folders, the same bytes for the same input: no owner, no mode, no order comes from the disk.
 * `time` is that of all of them, in seconds since 1970.
 */
export function archive(entries: readonly Entry[], time: number): Uint8Array {
  const blocks = [...entries].sort(byPath).flatMap((entry) => [header(entry, time), padded(entry)])
  const zipped = gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]), { level: 9 })
  zipped[9] = 255 // gzip notes the system that it ran on: unknown
  return zipped
}

/** POSIX, pax: ustar Interchange Format. */
function header(entry: Entry, time: number): Buffer {
  const { path, content } = entry
  const block = Buffer.alloc(512)
  const [prefix, name] = split(content ? path : `${path}/`)
  block.write(name, 0)
  block.write(octal(modeOf(entry), 7), 100)
  block.write(octal(0, 7), 108) // owner
  block.write(octal(0, 7), 116) // group
  block.write(octal(content?.length ?? 0, 11), 124)
  block.write(octal(time, 11), 136)
  block.write(content ? '0' : '5', 156)
  block.write('ustar\u000000', 257)
  block.write(prefix, 345)
  block.fill(' ', 148, 156) // the sum counts its own place as spaces
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${octal(sum, 6)}\0 `, 148)
  return block
}

/** There are 155 bytes for the first folders of a path and 100 for the rest. */
function split(path: string): readonly [prefix: string, name: string] {
  if (fits(path, 100)) return ['', path]
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    const [prefix, name] = [path.slice(0, slash), path.slice(slash + 1)]
    if (fits(prefix, 155) && fits(name, 100) && name) return [prefix, name]
  }
  throw new UsageError((t) => t.bundle.pack.tooLong(path))
}

function fits(text: string, bytes: number): boolean {
  return Buffer.byteLength(text) <= bytes
}

function padded({ content = new Uint8Array() }: Entry): Buffer {
  return Buffer.concat([content], Math.ceil(content.length / 512) * 512)
}

function octal(number: number, digits: number): string {
  return number.toString(8).padStart(digits, '0')
}
