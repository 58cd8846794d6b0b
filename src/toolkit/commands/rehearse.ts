import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createProbe } from '../../checks/probe.ts'
import { EnvironmentError } from '../../errors/errors.ts'
import { stderrLine } from '../../report/print.ts'
import type { Localized } from '../../text/localized.ts'
import type { Context } from '../context.ts'
import type { RehearseFlags } from '../options.ts'
import type { AppSource, Start } from '../rehearse/app-runner.ts'
import { findNode } from '../rehearse/node-program.ts'
import { startPassenger } from '../rehearse/passenger.ts'
import { inPlaces, type Places } from '../rehearse/places.ts'
import { startStandIn } from '../rehearse/stand-in.ts'
import { findArchive, unpack } from '../rehearse/unpack.ts'
import { rehearseApp, type Verdict } from '../rehearse/verdict.ts'
import { type Way, waysOf } from '../way.ts'

/**
 * Unpacks the bundle where nothing else is, has it started as on the host, asks /health, and stops it: in each process that may
 * serve it there. Passenger starts it where this machine has it; elsewhere, or with `standIn`, what does the same as it does.
 */
export async function rehearse({ standIn, node }: RehearseFlags, { t, env, signal }: Context): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new EnvironmentError((t) => t.bundle.rehearse.platform)
  const print = (line: Localized) => stderrLine(line(t))
  const probe = createProbe(process.cwd(), signal)
  const archive = findArchive()
  const program = await findNode(node, probe)

  await inPlaces({ bytes: archive.bytes, env, print }, async (places) => {
    const { root, name, version, choice } = await unpack(archive, places.app, signal)
    const newFolder = folders(places)
    let starts: readonly Start[] = [startStandIn]
    if (!standIn) starts = [(source) => startPassenger(source, probe, t), ...starts]

    /** With the first that can start apps on this machine. */
    const rehearseIn = async (way: Way): Promise<Exclude<Verdict, { kind: 'unable' }>> => {
      const [start = startStandIn, ...others] = starts
      const source = (root: string): AppSource => ({ root, folder: newFolder(), node: program.path, way })
      const verdict = await rehearseApp({ start, source: source(root), control: source(places.app), version, signal })
      if (verdict.kind !== 'unable') return verdict
      const { reason } = verdict
      if (others.length === 0) throw new EnvironmentError((t) => t.bundle.rehearse.machine(reason?.(t) ?? ''))
      if (reason) print((t) => t.bundle.rehearse.unusable('Passenger', reason(t)))
      starts = others
      return await rehearseIn(way)
    }
    for (const way of waysOf(choice)) {
      const verdict = await rehearseIn(way)
      const { runner } = verdict
      if (verdict.kind === 'passed') {
        print((t) => t.bundle.rehearse.done(`${name} ${version}`, way, program.version, runner(t)))
      } else {
        const { error } = verdict
        // Inside Node it may still run.
        if (choice !== 'auto' || way !== 'rust') throw error
        print((t) => t.bundle.rehearse.notInPlaceOfNode(error.describe(t).message, runner(t)))
      }
    }
  })
}

/** Makes empty folders with short paths. */
function folders({ sockets }: Places): () => string {
  let count = 0
  return () => {
    const folder = join(sockets, String(count++))
    mkdirSync(folder)
    return folder
  }
}
