import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { Failure } from './failure.mjs'

/**
 * Has cargo build a library, and returns its path. cargo tells on stderr what does not compile.
 * @param {string[]} args
 * @returns {Promise<string>}
 */
export async function buildLibrary(args) {
  const [command] = args
  const cargo = spawn('cargo', [...args, '--lib', '--message-format', 'json-render-diagnostics'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [library, code] = await Promise.all([builtLibrary(cargo.stdout), exitCode(cargo)])
  if (code !== 0) throw new Failure(`cargo ${command} ended with code ${code}`)
  if (!library) throw new Failure('cargo has built no library')
  return library
}

/**
 * What Cargo.toml says of the crate, and where cargo builds.
 * @returns {{ name: string, version: string, targetDirectory: string }}
 */
export function readCrate() {
  const args = ['metadata', '--no-deps', '--format-version', '1']
  const metadata = JSON.parse(ask('cargo', args, ['ignore', 'pipe', 'inherit']))
  const manifest = resolve('Cargo.toml') // there may be other crates in the workspace
  const { name, version } = metadata.packages.find((crate) => resolve(crate.manifest_path) === manifest)
  return { name, version, targetDirectory: metadata.target_directory }
}

/**
 * What a program prints, without spaces around it.
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').StdioOptions} stdio
 */
export function ask(program, args, stdio = ['ignore', 'pipe', 'ignore']) {
  try {
    return execFileSync(program, args, { stdio, encoding: 'utf8' }).trim()
  } catch (error) {
    throw notFound(program, error) ?? new Failure(`${[program, ...args].join(' ')} failed`, { cause: error })
  }
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
    throw notFound('cargo', error) ?? error
  }
}

function notFound(program, error) {
  if (error.code !== 'ENOENT') return undefined
  const mend = program === 'cargo' || program === 'rustc' ? ': install Rust from https://rustup.rs' : ''
  return new Failure(`${program} was not found${mend}`, { cause: error })
}
