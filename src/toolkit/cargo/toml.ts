import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inTemporaryFolder } from '../../process/temporary-folder.ts'
import { type CargoRun, runCargo } from './run-cargo.ts'

/** A table of TOML. */
export type Table = { readonly [key: string]: unknown }

/**
 * Has cargo itself read TOML: `cargo metadata` prints the `metadata` of a workspace, whatever it is
 * (https://doc.rust-lang.org/cargo/reference/workspaces.html#the-metadata-table). A reader of our own would know less of
 * TOML, and a library would be a hundredth of the whole tool.
 */
export async function parseToml(texts: readonly string[], cargoRun: CargoRun): Promise<Table[]> {
  if (texts.length === 0) return []
  const tables = texts.map(
    (text, index) => `[workspace.metadata.t${index}]\n${below(`workspace.metadata.t${index}`, text)}`,
  )
  return inTemporaryFolder('o2switch-', async (folder) => {
    const manifest = join(folder, 'Cargo.toml')
    writeFileSync(manifest, ['[workspace]', ...tables].join('\n'))
    const args = ['metadata', '--no-deps', '--format-version', '1', '--manifest-path', manifest]
    const { metadata } = JSON.parse(await runCargo(args, cargoRun))
    return texts.map((_, index) => metadata[`t${index}`])
  })
}

/** Matches what may hold a bracket that is none, and brackets. */
const tokens = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\])*"|'[^'\n]*'|#.*|[[\]{}]/g

/** Puts all tables of a TOML text below this key: `[a.b]` becomes `[key.a.b]`, and `[[a]]` becomes `[[key.a]]`. */
export function below(key: string, toml: string): string {
  const text = toml.replace(/^\ufeff/, '')
  let depth = 0
  let isHeader = false
  return text.replace(tokens, (token, offset: number) => {
    if (token === ']' || token === '}') depth--
    if (token !== '[' && token !== '{') return token
    depth++
    if (depth === 1) isHeader = token === '[' && text.slice(text.lastIndexOf('\n', offset) + 1, offset).trim() === ''
    const isOuter = depth === 1 && text[offset + 1] === '['
    const isInner = depth === 1 || (depth === 2 && text[offset - 1] === '[')
    return isHeader && isInner && !isOuter ? `[${key}.` : token
  })
}
