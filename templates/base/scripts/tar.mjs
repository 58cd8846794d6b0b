import { gzipSync } from 'node:zlib'

/** @typedef {{ path: string, content: Uint8Array | undefined }} Entry a file, or a folder: it has no content */

/**
 * A .tar.gz of these files and folders, the same bytes for the same input: no owner, no mode, no order comes from the disk.
 * @param {Entry[]} entries paths with forward slashes
 * @param {number} time of all of them, in seconds since 1970
 */
export function archive(entries, time) {
  const sorted = [...entries].sort((one, other) => (one.path < other.path ? -1 : 1))
  const end = Buffer.alloc(1024)
  const zipped = gzipSync(Buffer.concat([...sorted.flatMap((entry) => [header(entry, time), padded(entry)]), end]), {
    level: 9,
  })
  zipped[9] = 255 // gzip notes the system that it ran on: unknown
  return zipped
}

/**
 * POSIX, pax: ustar Interchange Format.
 * @param {Entry} entry
 * @param {number} time
 */
function header({ path, content }, time) {
  const block = Buffer.alloc(512)
  const [prefix, name] = split(content ? path : `${path}/`)
  block.write(name, 0)
  block.write(octal(content ? 0o644 : 0o755, 7), 100)
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

/**
 * A path's place is 155 bytes for its first folders and 100 for the rest.
 * @param {string} path
 */
function split(path) {
  const fits = (text, size) => Buffer.byteLength(text) <= size
  if (fits(path, 100)) return ['', path]
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    const [prefix, name] = [path.slice(0, slash), path.slice(slash + 1)]
    if (fits(prefix, 155) && fits(name, 100) && name) return [prefix, name]
  }
  throw new RangeError(`${path} is too long a path for an archive`)
}

/** @param {Entry} entry */
function padded({ content = new Uint8Array() }) {
  return Buffer.concat([content], Math.ceil(content.length / 512) * 512)
}

/**
 * @param {number} number
 * @param {number} digits
 */
function octal(number, digits) {
  return number.toString(8).padStart(digits, '0')
}
