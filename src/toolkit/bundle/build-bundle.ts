import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Crate } from '../cargo/crate.ts'
import { archive } from './archive.ts'
import { type Entry, isFile } from './entry.ts'
import { sums } from './sums.ts'

/** A bundle on the disk: the path of its archive, and how large that is. */
export type Bundle = { readonly path: string; readonly bytes: number }

/** All that goes to the host: the addon, a package.json of its own, and what was read of the project. */
export function assemble(addon: Uint8Array, { name, version }: Crate, ofProject: readonly Entry[]): Entry[] {
  const uploaded = { name, version, private: true, main: 'app.js' }
  return [
    { path: 'app.node', content: addon },
    { path: 'package.json', content: Buffer.from(`${JSON.stringify(uploaded, null, 2)}\n`) },
    ...ofProject,
    { path: 'tmp', content: undefined }, // touching tmp/restart.txt restarts the app
  ]
}

/** Writes them to dist/, as files and as one archive, with their checksums. `time` is in seconds since 1970. */
export function writeBundle(entries: readonly Entry[], { name, version }: Crate, time: number): Bundle {
  const zipped = { path: `${name}-${version}.tar.gz`, content: archive(entries, time) }
  for (const entry of [...entries, zipped, sums([...entries, zipped])]) write(entry, time)
  return { path: `dist/${zipped.path}`, bytes: zipped.content.length }
}

function write(entry: Entry, time: number): void {
  const file = join('dist', entry.path)
  mkdirSync(isFile(entry) ? dirname(file) : file, { recursive: true })
  if (!isFile(entry)) return
  writeFileSync(file, entry.content)
  utimesSync(file, time, time)
}
