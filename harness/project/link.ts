import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { emptyFolder } from '../folder.ts'

export type Linked = {
  /** The versions of symbols that it asks for, one function for each: f0, f1 … */
  readonly versions?: readonly string[]
  /** What the library is called that has them. */
  readonly library?: string
  /** C code to add to the addon. */
  readonly code?: string
}

/** A small addon, stripped as ours, that needs one function of each version, and the library that offers them. */
export async function link({ versions = ['GLIBC_2.2.5'], library = 'libc.so.6', code = '' }: Linked = {}) {
  const folder = await emptyFolder()
  const functions = versions.map((_, index) => `void f${index}(void)`)
  writeFileSync(join(folder, 'map'), versions.map((version, index) => `${version} { global: f${index}; };\n`).join(''))
  writeFileSync(join(folder, 'library.c'), functions.map((declared) => `${declared} {}\n`).join(''))
  writeFileSync(
    join(folder, 'addon.c'),
    `${functions.map((f, index) => `${f}; void g${index}() { f${index}(); }\n`).join('')}${code}\n`,
  )
  const args = ['-shared', '-fPIC', '-nostdlib', '-s', '-o']
  const named = ['-Wl,--version-script=map', `-Wl,-soname,${library}`]
  await execa('cc', [...args, 'library', 'library.c', ...named], { cwd: folder })
  await execa('cc', [...args, 'addon', 'addon.c', './library'], { cwd: folder })
  return { addon: readFileSync(join(folder, 'addon')), library: readFileSync(join(folder, 'library')) }
}
