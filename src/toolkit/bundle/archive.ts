import { gzipSync } from 'node:zlib'
import { byPath, type Entry, modeOf } from './entry.ts'

/**
 * A .tar.gz of these files and folders, the same bytes for the same input: no owner, no mode, no order comes from the disk.
 * `time` is that of all of them, in seconds since 1970.
 */
export function archive(entries: readonly Entry[], time: number): Uint8Array {
  const blocks = [...entries]
    .sort(byPath)
    .flatMap((entry) => [header(entry, time), padded(entry.content ?? new Uint8Array())])
  const zipped = gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]), { level: 9 })
  zipped[9] = 255 // gzip notes the system that it ran on: unknown
  return zipped
}

/** POSIX, pax: ustar Interchange Format; what has no place in it comes before, as a pax extended header, which GNU tar reads too. */
function header(entry: Entry, time: number): Buffer {
  const { content } = entry
  const path = content ? entry.path : `${entry.path}/`
  const parts = split(path)
  const extended = [...(parts ? [] : [record('path', path)]), ...(time > latest ? [record('mtime', `${time}`)] : [])]
  const [prefix, name] = parts ?? ['', cut(path)]
  const about = { prefix, name, mode: modeOf(entry), size: content?.length ?? 0, time: Math.min(time, latest) }
  const own = block({ ...about, type: content ? '0' : '5' })
  if (extended.length === 0) return own
  const records = Buffer.concat(extended)
  const before = block({
    ...about,
    prefix: '',
    name: cut(`PaxHeaders/${path}`),
    mode: 0o644,
    size: records.length,
    type: 'x',
  })
  return Buffer.concat([before, padded(records), own])
}

type Header = {
  readonly prefix: string
  readonly name: string
  readonly mode: number
  readonly size: number
  readonly time: number
  /** `0` is a file, `5` a folder, `x` an extended header. */
  readonly type: string
}

function block({ prefix, name, mode, size, time, type }: Header): Buffer {
  const block = Buffer.alloc(512)
  block.write(name, 0)
  block.write(octal(mode, 7), 100)
  block.write(octal(0, 7), 108) // owner
  block.write(octal(0, 7), 116) // group
  block.write(octal(size, 11), 124)
  block.write(octal(time, 11), 136)
  block.write(type, 156)
  block.write('ustar\u000000', 257)
  block.write(prefix, 345)
  block.fill(' ', 148, 156) // the sum counts its own place as spaces
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${octal(sum, 6)}\0 `, 148)
  return block
}

/** What has a place of eleven octal digits: until the year 2242. */
const latest = 0o77777777777

/** `<length> <key>=<value>\n`, where the length is that of the whole record, itself included. */
function record(key: string, value: string): Buffer {
  const rest = Buffer.from(` ${key}=${value}\n`)
  const length = rest.length + `${rest.length + `${rest.length}`.length}`.length
  return Buffer.concat([Buffer.from(`${length}`), rest])
}

/** At most 100 bytes, for readers that know no extended headers; no character is cut in two. */
function cut(path: string): string {
  const characters = [...path]
  while (!fits(characters.join(''), 100)) characters.pop()
  return characters.join('')
}

/** There are 155 bytes for the first folders of a path and 100 for the rest. Undefined if that is not enough. */
function split(path: string): readonly [prefix: string, name: string] | undefined {
  if (fits(path, 100)) return ['', path]
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    const [prefix, name] = [path.slice(0, slash), path.slice(slash + 1)]
    if (fits(prefix, 155) && fits(name, 100) && name) return [prefix, name]
  }
  return undefined
}

function fits(text: string, bytes: number): boolean {
  return Buffer.byteLength(text) <= bytes
}

function padded(content: Uint8Array): Buffer {
  return Buffer.concat([content], Math.ceil(content.length / 512) * 512)
}

function octal(number: number, digits: number): string {
  return number.toString(8).padStart(digits, '0')
}
