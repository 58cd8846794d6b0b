import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { BuildError, Cancelled, EnvironmentError, UsageError } from '../../errors/errors.ts'
import { tail } from '../../process/output.ts'
import { run } from '../../process/run.ts'
import type { Choice } from '../way.ts'

/** An unpacked bundle, and what its package.json says. */
export type UnpackedBundle = {
  readonly root: string
  readonly name: string
  readonly version: string
  /** Which process serves the app; `node` in a bundle of a time when there was no other. */
  readonly choice: Choice
}

/** An archive that can be unpacked. */
export type Archive = { readonly path: string; readonly bytes: number }

/** Unpacks an archive into a new folder in `folder`, as cPanel does. */
export async function unpack({ path }: Archive, folder: string, signal: AbortSignal): Promise<UnpackedBundle> {
  const root = mkdtempSync(join(folder, 'app-'))
  const tar = (...args: readonly string[]) => run('tar', [...args], { cwd: folder, signal })
  const result = await tar('-xzf', resolve(path), '-C', root)
  if (result.kind === 'stopped') throw new Cancelled(signal.reason, (t) => t.bundle.rehearse.cancelled)
  if (result.kind === 'missing') throw new EnvironmentError((t) => t.bundle.rehearse.missing('tar'))
  const bundle = result.kind === 'done' ? readManifest(root) : undefined
  if (bundle) return bundle

  // What tar can list is complete: then it was this machine that could not take the files.
  const output = result.kind === 'failed' ? tail(result.output, 3) : []
  const isComplete = result.kind === 'failed' && (await tar('-tzf', resolve(path))).kind === 'done'
  if (!isComplete) throw new BuildError((t) => t.bundle.rehearse.notUnpacked(path), output)
  throw new EnvironmentError((t) => t.bundle.rehearse.cannotUnpack(folder, output.join('; ')))
}

function readManifest(root: string): UnpackedBundle | undefined {
  try {
    const { name, version, o2switch } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    return { root, name, version, choice: o2switch?.process ?? 'node' }
  } catch {
    return undefined // no bundle of ours
  }
}

/** The archive in dist/. */
export function findArchive(): Archive {
  const name = existsSync('dist') && readdirSync('dist').find((name) => name.endsWith('.tar.gz'))
  if (!name) throw new UsageError((t) => t.bundle.rehearse.noBundle)
  const path = `dist/${name}`
  return { path, bytes: unpackedSize(path) }
}

/** RFC 1952: a gzip file ends with the size of what it holds, modulo 2^32. */
function unpackedSize(file: string): number {
  const content = readFileSync(file)
  return content.length < 4 ? 0 : content.readUInt32LE(content.length - 4)
}
