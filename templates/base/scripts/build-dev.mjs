import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'

/**
 * Builds the addon in the dev profile and copies it to `addon`. cargo alone does it, at once, where napi's command
 * line takes a second more. cargo tells on stderr what does not compile; then the promise is rejected.
 */
export async function buildDev(addon) {
  const args = ['build', '--lib', '--message-format', 'json-render-diagnostics']
  const cargo = spawn('cargo', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [library, code] = await Promise.all([builtLibrary(cargo.stdout), exitCode(cargo)])
  if (code !== 0) throw new Error(`cargo build ended with code ${code}`)
  if (!library) throw new Error('cargo has built no library')
  await mkdir(dirname(addon), { recursive: true })
  await copyFile(library, addon)
}

/** The path of the library among what cargo tells of its work: one JSON document a line. */
async function builtLibrary(lines) {
  let library
  for await (const line of createInterface({ input: lines })) {
    if (!line.startsWith('{')) continue // a macro or a wrapper of the compiler may print, too
    const { reason, target, filenames } = JSON.parse(line)
    if (reason !== 'compiler-artifact' || !target.kind.includes('cdylib')) continue
    library = filenames.find((name) => /\.(so|dylib|dll)$/.test(name))
  }
  return library
}

async function exitCode(cargo) {
  try {
    return (await once(cargo, 'close'))[0]
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    throw new Error('cargo was not found: install Rust from https://rustup.rs', { cause: error })
  }
}
