import { posix, win32 } from 'node:path'
import { UsageError } from '../../errors/errors.ts'

// Written by us: a second one in the archive would take the place of the first.
const reserved = ['app.js', 'app.node', 'launcher', 'package.json', 'tmp', 'SHA256SUMS']

/**
 * The value of `"o2switch"."include"`: files and folders of the project, relative to it. Throws a UsageError if it is
 * something else.
 */
export function parseInclude(value: unknown = ['public']): string[] {
  if (!Array.isArray(value)) throw new UsageError((t) => t.bundle.config.noList(JSON.stringify(value)))
  return [...new Set(value.map(parsePath))]
}

/** `./public/` → `public`. */
function parsePath(value: unknown): string {
  const path = typeof value === 'string' ? posix.normalize(value).replace(/\/$/, '') : ''
  const outside = path === '' || path === '.' || path === '..' || path.startsWith('../')
  if (outside || posix.isAbsolute(path) || win32.isAbsolute(path) || path.includes('\\'))
    throw new UsageError((t) => t.bundle.config.noPath(JSON.stringify(value)))
  if (path === 'app.js') return path // which is there in any case
  if (reserved.includes(path)) throw new UsageError((t) => t.bundle.config.reserved(path))
  return path
}
