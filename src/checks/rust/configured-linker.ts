import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

/** A linker that the user has configured: where, and which program, if it is given as a plain name. */
export type ConfiguredLinker = { readonly source: string; readonly program?: string | undefined }

/**
 * The linker that is configured for this target, by the environment or by a cargo config file that applies to `cwd`
 * (https://doc.rust-lang.org/cargo/reference/config.html).
 */
export async function configuredLinker(triple: string, cwd: string): Promise<ConfiguredLinker | undefined> {
  const prefix = `CARGO_TARGET_${triple.toUpperCase().replaceAll(/[-.]/g, '_')}`
  const program = process.env[`${prefix}_LINKER`]
  if (program) return { source: `${prefix}_LINKER`, program }

  const flags = ['CARGO_ENCODED_RUSTFLAGS', 'RUSTFLAGS', `${prefix}_RUSTFLAGS`, 'CARGO_BUILD_RUSTFLAGS']
  const source = flags.find((name) => process.env[name]?.includes('linker='))
  if (source) return { source }

  for (const path of configFiles(cwd)) {
    const config = await readFile(path, 'utf8').catch(() => '')
    const linker = linkerIn(config, triple)
    if (linker) return { ...linker, source: path }
  }
  return undefined
}

/** Nearest first. */
function configFiles(cwd: string): string[] {
  const home = process.env.CARGO_HOME ?? join(homedir(), '.cargo')
  return [...folderAndParents(cwd).map((folder) => join(folder, '.cargo')), home].flatMap((folder) => [
    join(folder, 'config.toml'),
    join(folder, 'config'),
  ])
}

function folderAndParents(folder: string): string[] {
  const parent = dirname(folder)
  return parent === folder ? [folder] : [folder, ...folderAndParents(parent)]
}

/**
 * Finds `linker = "…"`, or `linker=` in flags, anywhere except in another target's section; this needs no full TOML
 * parser. A path is not returned as a program: it is relative to the file.
 */
export function linkerIn(config: string, triple: string): Pick<ConfiguredLinker, 'program'> | undefined {
  let section = ''
  for (const line of config.split(/\r?\n/)) {
    section = /^\s*\[(.+?)\]\s*(#.*)?$/.exec(line)?.[1]?.trim() ?? section
    const target = /^target\.["']?([\w.-]+)["']?$/.exec(section)?.[1]
    if (!/^[^#]*linker\s*=/.test(line) || (target !== undefined && target !== triple)) continue
    const plain = target === triple ? /^\s*linker\s*=\s*["']([^"'/\\]+)["']/.exec(line) : null
    return { program: plain?.[1] }
  }
  return undefined
}
