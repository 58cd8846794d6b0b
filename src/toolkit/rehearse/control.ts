import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ExpectedError } from '../../errors/errors.ts'
import type { Localized } from '../../text/localized.ts'
import type { AppSource, Start } from './app-runner.ts'
import { askHealth } from './check-health.ts'

/** An app that starts, answers and stops wherever an app can. */
const app = `
PhusionPassenger.configure({ autoInstall: false })
PhusionPassenger.on('exit', process.exit)
require('http').createServer((request, response) => response.end('{}')).listen('passenger')
`

/**
 * Why no app at all can be started like that on this machine, or undefined if one can: what did not answer before was the app's
 * own fault then. `source` has an empty folder, and as its root one where an app root can be made.
 */
export async function machineFault(start: Start, source: AppSource): Promise<Localized | undefined> {
  if (!usesGlibc()) return (t) => t.bundle.rehearse.noGlibc
  const root = mkdtempSync(join(source.root, 'control-'))
  writeFileSync(join(root, 'app.js'), app)
  const runner = await start({ ...source, root })
  try {
    if (runner) await askHealth(runner)
    return undefined
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error
    return (t) => t.bundle.rehearse.noAppStarts // the error's own words are about the app and the host
  } finally {
    await runner?.kill()
  }
}

/**
 * Whether Node, and what it loads, has glibc, as bundles need it; Alpine has musl. https://nodejs.org/api/report.html: glibc's
 * version is in the header of a report.
 */
function usesGlibc(): boolean {
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } }
  return header?.glibcVersionRuntime !== undefined
}
