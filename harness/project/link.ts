import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { emptyFolder } from '../folder.ts'

export type LinkOptions = {
  /** The symbol versions that the addon requires, each by one function: f0, f1 … */
  readonly versions?: readonly string[]
  /** The name (soname) of the library that provides them. */
  readonly library?: string
  /** C code to add to the addon. */
  readonly code?: string
  /** Arguments of the compiler, after the usual ones. */
  readonly flags?: readonly string[]
}

/** Builds a small addon, stripped like the real ones, and the library that it links to. */
export async function link({
  versions = ['GLIBC_2.2.5'],
  library = 'libc.so.6',
  code = '',
  flags = [],
}: LinkOptions = {}) {
  const folder = await emptyFolder()
  const functions = versions.map((_, index) => `void f${index}(void)`)
  writeFileSync(join(folder, 'map'), versions.map((version, index) => `${version} { global: f${index}; };\n`).join(''))
  writeFileSync(join(folder, 'library.c'), functions.map((f) => `${f} {}\n`).join(''))
  writeFileSync(
    join(folder, 'addon.c'),
    `${functions.map((f, index) => `${f}; void g${index}() { f${index}(); }\n`).join('')}${code}\n`,
  )
  const args = ['-shared', '-fPIC', '-nostdlib', '-s', '-o']
  const versioned = ['-Wl,--version-script=map', `-Wl,-soname,${library}`]
  await execa('cc', [...args, 'library', 'library.c', ...versioned], { cwd: folder })
  await execa('cc', [...args, 'addon', 'addon.c', './library', ...flags], { cwd: folder })
  return { addon: readFileSync(join(folder, 'addon')), library: readFileSync(join(folder, 'library')) }
}
