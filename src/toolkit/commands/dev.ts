import { rm } from 'node:fs/promises'
import { ExpectedError } from '../../errors/errors.ts'
import { stderrLine } from '../../report/print.ts'
import type { Localized } from '../../text/localized.ts'
import { buildDev } from '../cargo/build-dev.ts'
import { readCrate } from '../cargo/crate.ts'
import { rejectOtherProject } from '../cargo/reject-other-project.ts'
import type { Context } from '../context.ts'
import { sourceChanges } from '../dev/changes.ts'
import { servedApp } from '../dev/served-app.ts'
import type { DevFlags } from '../options.ts'

const folder = './target/dev'

/**
 * Builds in the dev profile and serves, again after each change of a source file, until it is told to stop. A build that
 * fails leaves the running app as it is.
 */
export async function dev(_flags: DevFlags, context: Context): Promise<void> {
  const { t, signal, setStoppedImmediately } = context
  setStoppedImmediately((t) => t.bundle.dev.stoppedImmediately)
  await rm(folder, { recursive: true, force: true })
  const app = servedApp(context)
  let builds = 0
  const print = (line: Localized) => stderrLine(line(t))
  let isChecked = false
  try {
    for await (const _ of sourceChanges({ env: context.env, signal, print })) {
      // A name of its own each time: writing over an addon that is loaded can end the process that runs it.
      const addon = `${folder}/${++builds}.node`
      try {
        if (!isChecked)
          await rejectOtherProject(await readCrate({ signal, state: (t) => t.bundle.cargo.states.noAddon(addon) }))
        isChecked = true
        await buildDev(addon, [], signal)
        if (!signal.aborted) await app.serve(addon)
      } catch (error) {
        const message = error instanceof ExpectedError ? error.describe(t).message : String(error)
        if (!signal.aborted) stderrLine(`\n${t.bundle.dev.failed(message, app.isRunning())}`)
      }
    }
  } finally {
    await app.stop({ told: signal.reason === 'SIGINT' }) // a terminal's Ctrl-C has reached the app as well
  }
}
