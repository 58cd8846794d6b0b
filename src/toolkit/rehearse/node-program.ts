import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Probe, reasonForNoVersion, versionIn } from '../../checks/probe.ts'
import { UsageError } from '../../errors/errors.ts'

/** A Node.js that runs apps. */
export type NodeProgram = { readonly path: string; readonly version: string }

/** The one that was asked for, a path or a program on the PATH; by default that which runs us. */
export async function findNode(asked: string | undefined, probe: Probe): Promise<NodeProgram> {
  if (asked === undefined) return { path: process.execPath, version: process.versions.node }
  const path = existsSync(asked) ? resolve(asked) : asked
  const answer = await probe(path, '--version')
  const version = versionIn(answer)
  if (!version) throw new UsageError((t) => t.bundle.rehearse.noNode(asked, reasonForNoVersion(answer)(t)))
  return { path, version }
}
