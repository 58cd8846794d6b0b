import { isAbsolute, relative } from 'node:path'

/** Whether a path is in a folder, or is that folder. Both are absolute, as cargo and the system give them. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way === '' || (way.split(/[\\/]/)[0] !== '..' && !isAbsolute(way))
}
