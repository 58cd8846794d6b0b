import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { BuildError, Cancelled, EnvironmentError, UsageError } from '../../errors/errors.ts'
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

/** Unpacks the archive of dist/ into a new folder in `folder`, as cPanel does. */
export async function unpack(folder: string, signal: AbortSignal): Promise<UnpackedBundle> {
  const archive = findArchive()
  const root = mkdtempSync(join(folder, 'app-'))
  const result = await run('tar', ['-xzf', resolve(archive), '-C', root], { cwd: folder, live: true, signal })
  if (result.kind === 'stopped') throw new Cancelled(signal.reason, (t) => t.bundle.rehearse.cancelled)
  if (result.kind === 'missing') throw new EnvironmentError((t) => t.bundle.rehearse.missing('tar'))
  if (result.kind !== 'done') throw new BuildError((t) => t.bundle.rehearse.notUnpacked(archive), [])
  const { name, version, o2switch } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return { root, name, version, choice: o2switch?.process ?? 'node' }
}

function findArchive(): string {
  const archive = existsSync('dist') && readdirSync('dist').find((name) => name.endsWith('.tar.gz'))
  if (!archive) throw new UsageError((t) => t.bundle.rehearse.noBundle)
  return `dist/${archive}`
}
