import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

/** A linker that the person has chosen: where they say so, and which program it is, if that is told plainly. */
export type ConfiguredLinker = { readonly source: string; readonly program?: string | undefined }

/**
 * The linker that cargo is told to use for this target, by the environment or by a configuration file that holds in
 * `cwd` (https://doc.rust-lang.org/cargo/reference/config.html).
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
    const chosen = linkerIn(config, triple)
    if (chosen) return { ...chosen, source: path }
  }
  return undefined
}

/** The nearest first. */
function configFiles(cwd: string): string[] {
  const home = process.env.CARGO_HOME ?? join(homedir(), '.cargo')
  return [...foldersUpwards(cwd).map((folder) => join(folder, '.cargo')), home].flatMap((folder) => [
    join(folder, 'config.toml'),
    join(folder, 'config'),
  ])
}

function foldersUpwards(folder: string): string[] {
  const above = dirname(folder)
  return above === folder ? [folder] : [folder, ...foldersUpwards(above)]
}

/**
 * A whole parser of TOML would find no more that matters: a `linker = "…"`, or a `linker=` among the flags, anywhere but
 * in the section of another target. A path is relative to the file, and left to cargo.
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
