import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { exitCode, type StopSignal, signalExitCodes } from './core/errors.ts'
import { readFlags } from './io/flags.ts'
import { failed, say } from './io/report.ts'
import { frameworkNames } from './io/templates.ts'

// The same from src/main.ts and from dist/main.js.
const templates = fileURLToPath(new URL('../templates', import.meta.url))
const { version, bugs } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

/** argv in, exit code out. */
export async function main(): Promise<void> {
  const signal = stopSignal()
  outliveReaders()
  try {
    const flags = readFlags(process.argv.slice(2), { version, frameworks: frameworkNames(templates) })
    if (!flags) return
    // Loaded only now: the help must not wait for prompts, templates and processes.
    const { create } = await import('./commands/create.ts')
    await create(flags, { templates, version, signal })
  } catch (error) {
    failed(error, { version, bugs: bugs.url })
    process.exitCode = exitCode(error)
  }
}

/** Aborted by the first Ctrl-C (or its kind), so that all is left in order; the second one ends us where we stand. */
function stopSignal(): AbortSignal {
  const stop = new AbortController()
  for (const name of Object.keys(signalExitCodes) as StopSignal[]) {
    process.on(name, () => {
      if (stop.signal.aborted) {
        say('\nStopped at once; what was written is still there.')
        process.exit(signalExitCodes[name])
      }
      stop.abort(name)
    })
  }
  return stop.signal
}

/**
 * `… | head` closes our output early; that is no reason to end with a stack, nor to stop the work. A result that was
 * wanted and cannot be written (a full disk) is told by the exit code.
 */
function outliveReaders(): void {
  process.stderr.on('error', () => {}) // there is nowhere left to say it
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || process.exitCode !== undefined) return
    say(`The output cannot be written: ${error.message}`)
    process.exitCode = 1
  })
}
