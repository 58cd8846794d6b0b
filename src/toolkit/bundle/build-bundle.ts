import { chmodSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { BuildError } from '../../errors/errors.ts'
import { reasonFor } from '../../errors/system-errors.ts'
import type { Crate } from '../cargo/crate.ts'
import type { Choice } from '../way.ts'
import { archive } from './archive.ts'
import { type Entry, isFile, modeOf } from './entry.ts'
import { sums } from './sums.ts'

/** A bundle on the disk: the path of its archive, and how large that is. */
export type Bundle = { readonly path: string; readonly bytes: number }

/** What was built for the host. */
export type Built = {
  readonly addon: Uint8Array
  /** Without it, the app can only be served inside Node. */
  readonly launcher: Uint8Array | undefined
  readonly process: Choice
}

/** All that goes to the host: what was built, a package.json of its own, and what was read of the project. */
export function assemble(built: Built, { name, version }: Crate, ofProject: readonly Entry[]): Entry[] {
  const { addon, launcher, process } = built
  const o2switch = { process: launcher ? process : 'node' }
  const uploaded = { name, version, private: true, main: 'app.js', o2switch }
  return [
    { path: 'app.node', content: addon },
    ...(launcher ? [{ path: 'launcher', content: launcher, isExecutable: true } as const] : []),
    { path: 'package.json', content: Buffer.from(`${JSON.stringify(uploaded, null, 2)}\n`) },
    ...ofProject,
    { path: 'tmp', content: undefined }, // touching tmp/restart.txt restarts the app
  ]
}

/** Writes them to dist/, as files and as one archive, with their checksums. `time` is in seconds since 1970. */
export function writeBundle(entries: readonly Entry[], { name, version }: Crate, time: number): Bundle {
  const zipped = { path: `${name}-${version}.tar.gz`, content: archive(entries, time) }
  for (const entry of [...entries, zipped, sums([...entries, zipped])]) {
    try {
      write(entry, time)
    } catch (error) {
      throw new BuildError((t) => t.bundle.pack.notWritten(`dist/${entry.path}`, reasonFor(error)(t)), [], {
        cause: error,
      })
    }
  }
  return { path: `dist/${zipped.path}`, bytes: zipped.content.length }
}

function write(entry: Entry, time: number): void {
  const file = join('dist', entry.path)
  mkdirSync(isFile(entry) ? dirname(file) : file, { recursive: true })
  if (isFile(entry)) writeFileSync(file, entry.content)
  chmodSync(file, modeOf(entry)) // whatever umask says: a web server reads them as somebody else
  if (isFile(entry)) utimesSync(file, time, time)
}
