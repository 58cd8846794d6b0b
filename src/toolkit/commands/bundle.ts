import { rmSync } from 'node:fs'
import { processorFeatures } from '../../addon/processor.ts'
import { stderrLine, stdoutLines } from '../../report/print.ts'
import { formatSize } from '../../text/format.ts'
import { assemble, writeBundle } from '../bundle/build-bundle.ts'
import { bundleTime } from '../bundle/bundle-time.ts'
import { rejectUnfit } from '../bundle/check-bundle.ts'
import { rejectOtherVersion } from '../bundle/check-version.ts'
import { parsePackageJson, readPackageJson } from '../bundle/package-json.ts'
import { readBack } from '../bundle/read-back.ts'
import { readEntries } from '../bundle/read-entries.ts'
import { readGiven } from '../bundle/read-given.ts'
import { trackedFiles, withOwnLineEnds } from '../bundle/tracked-files.ts'
import { buildForHost } from '../cargo/build-for-host.ts'
import { readCrate } from '../cargo/crate.ts'
import { projectNeeds } from '../cargo/project-needs.ts'
import { readSettings } from '../cargo/read-settings.ts'
import type { Context } from '../context.ts'
import { launcherForHost } from '../launcher/for-host.ts'
import type { BundleFlags } from '../options.ts'

/**
 * Builds addon and launcher for the host, or takes an addon that was built elsewhere, checks all that goes there, and writes
 * it to dist/, as files and as one archive. What would not run on the host is not written.
 */
export async function bundle({ addon }: BundleFlags, context: Context): Promise<void> {
  const { t, signal } = context
  const content = readPackageJson() // before a folder is emptied that may not be ours
  rmSync('dist', { recursive: true, force: true })
  const packageJson = parsePackageJson(content)
  const crate = await readCrate({ signal, state: (t) => t.bundle.cargo.states.noBundle })
  rejectOtherVersion(packageJson, crate)
  const needs = projectNeeds(context)
  const settings = await readSettings(context, needs)
  const { leftOut, rustflags } = settings
  if (!addon && leftOut.length > 0) stderrLine(t.bundle.settings.leftOut(leftOut))
  const hostBuild = { glibc: packageJson.glibc, crate, settings, needs }
  const file = addon ?? (await buildForHost(hostBuild, context))
  const built = readGiven(file, (t, reason) => t.bundle.pack.noAddon(file, reason))
  const launcher = await launcherForHost(packageJson.process, addon, hostBuild, signal)

  const found = readEntries(packageJson.include, (path) => stderrLine(t.bundle.pack.leftOut(path)))
  const tracked = await trackedFiles(signal)
  const ofProject = withOwnLineEnds(found, tracked)
  const parts = { addon: built, launcher: launcher.content, process: packageJson.process }
  const entries = assemble(parts, crate, ofProject)
  rejectUnfit(entries, packageJson, rustflags)

  const { path, bytes } = writeBundle(entries, crate, await bundleTime(ofProject, tracked, context))
  await readBack(path, entries.length, signal)
  if (launcher.content === undefined && launcher.why) stderrLine(launcher.why(t))
  const processor = ['x86-64', ...(processorFeatures(built) ?? [])]
  stderrLine(t.bundle.pack.made(processor, packageJson.glibc, formatSize(bytes, t)))
  stdoutLines([path])
}
