import { once } from 'node:events'
import { mkdirSync, statfsSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { EnvironmentError } from '../../errors/errors.ts'
import { startFailure } from '../../errors/system-errors.ts'
import type { Env } from '../../process/environment.ts'
import { run } from '../../process/run.ts'
import { inTemporaryFolder, temporaryFolder } from '../../process/temporary-folder.ts'
import type { Localized } from '../../text/localized.ts'

/** Folders for a rehearsal, which are removed after it. */
export type Places = {
  /** For the unpacked bundle, whose launcher and addon are executed. */
  readonly app: string
  /** For Unix sockets and named pipes. */
  readonly sockets: string
}

type Place = { readonly folder: string; readonly reason: Localized | undefined }

export type PlacesOptions = {
  /** How much the bundle needs. */
  readonly bytes: number
  readonly env: Env
  readonly print: (line: Localized) => void
}

const prefix = 'rehearse-'

/**
 * Finds places that this machine can rehearse in: TMPDIR if it can be used, else the project and the usual places for sockets.
 * What fails in them is then the app's fault. Throws an EnvironmentError that says what is wrong with each.
 */
export async function inPlaces<T>({ bytes, env, print }: PlacesOptions, work: (places: Places) => Promise<T>) {
  const usual = temporaryFolder()
  const inProject = resolve('target') // in .gitignore
  const forApps = await firstUsable([usual, inProject], (folder) => cannotExecute(folder, bytes))
  const { reason } = forApps[0] ?? {}
  if (reason) print((t) => t.bundle.rehearse.elsewhere(usual, reason(t), 'target'))
  const candidates = [usual, '/tmp', '/var/tmp', '/dev/shm', ...(env.XDG_RUNTIME_DIR ? [env.XDG_RUNTIME_DIR] : [])]
  const forSockets = await firstUsable(candidates, cannotListen)
  return await inTemporaryFolder(
    prefix,
    (app) => inTemporaryFolder(prefix, (sockets) => work({ app, sockets }), folderOf(forSockets)),
    folderOf(forApps),
  )
}

/** The last one is usable; those before it are not. */
async function firstUsable(
  folders: readonly string[],
  test: (folder: string) => Promise<Localized | undefined>,
): Promise<readonly Place[]> {
  const places: Place[] = []
  for (const folder of new Set(folders)) {
    const reason = await test(folder).catch((error: unknown) => reasonOf(error))
    places.push({ folder, reason })
    if (!reason) return places
  }
  throw new EnvironmentError((t) =>
    t.bundle.rehearse.noPlace(places.map(({ folder, reason }) => `${folder}: ${reason?.(t)}`)),
  )
}

function folderOf(places: readonly Place[]): string {
  return places.at(-1)?.folder ?? ''
}

/** Why programs cannot be started from there (mounted noexec, forbidden by SELinux), or the bundle cannot be unpacked. */
async function cannotExecute(parent: string, bytes: number): Promise<Localized | undefined> {
  if (parent === resolve('target')) mkdirSync(parent, { recursive: true })
  return await inTemporaryFolder(
    prefix,
    async (folder) => {
      const program = join(folder, 'program')
      writeFileSync(program, '#!/bin/sh\n', { mode: 0o700 })
      const result = await run(program, [], { cwd: folder })
      if (result.kind !== 'done') return (t) => t.bundle.rehearse.notExecutable
      const { blocks, bavail, bsize } = statfsSync(folder) // not every file system tells
      return blocks > 0 && bavail * bsize < bytes ? (t) => t.system.reasons.ENOSPC : undefined
    },
    parent,
  )
}

/**
 * unix(7): the path of a socket has 107 bytes at most, and Passenger's loader cuts its own off after 100, of which
 * `/<number>/apps.s/rust.<pid>.<attempt>` takes up to 33. Some file systems have no sockets or pipes: 9p, vboxsf, FAT.
 */
async function cannotListen(parent: string): Promise<Localized | undefined> {
  return await inTemporaryFolder(
    prefix,
    async (folder) => {
      if (Buffer.byteLength(folder) > 67) return (t) => t.bundle.rehearse.tooLong
      writeFileSync(join(folder, 'f'), Buffer.alloc(100_000)) // more than Passenger and its apps write
      const server = createServer().listen(join(folder, 's'))
      try {
        await once(server, 'listening')
      } finally {
        server.close()
      }
      const pipe = await run('mkfifo', [join(folder, 'p')], { cwd: folder })
      return pipe.kind === 'failed' ? (t) => t.bundle.rehearse.noPipes : undefined
    },
    parent,
  )
}

function reasonOf(error: unknown): Localized {
  return startFailure(error instanceof EnvironmentError ? error.cause : error)
}
