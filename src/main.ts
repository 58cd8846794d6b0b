import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chooseLanguage, languages } from './choices/language.ts'
import { startedBy } from './choices/package-manager.ts'
import { readNpmSettings } from './command-line/npm-settings.ts'
import { optionTable } from './command-line/options.ts'
import { readFlags } from './command-line/parse.ts'
import { type RecoveredArgv, recoverArgv } from './command-line/recover-argv.ts'
import { exitCode, type StopSignal, signalExitCodes, UsageError } from './errors/errors.ts'
import { reasonFor } from './errors/system-errors.ts'
import type { Messages } from './messages/en.ts'
import { exitIfTerminalGone } from './process/hangup.ts'
import { terminalPrompter } from './prompts/ask.ts'
import { printError, stderrLine, stdoutLines } from './report/print.ts'
import { emptyResult, type Result, resultDocument } from './report/result.ts'
import { frameworkNames } from './template/read-template.ts'

// The same from src/main.ts and from dist/main.cjs.
const templates = fileURLToPath(new URL('../templates', import.meta.url))
const { version, bugs } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

// Loaded only when they run: the help must not wait for prompts, templates and processes.
const commands = {
  create: async () => (await import('./commands/create.ts')).create,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
}

/** argv in, exit code out. */
export async function main(): Promise<void> {
  const frameworks = frameworkNames(templates)
  const { argv, first, recovered, lost, unset } = asTyped(frameworks)
  for (const variable of unset) delete process.env[variable]
  const language = chooseLanguage(argv, process.env)
  const t = languages[language]
  const signal = stopSignal(t)
  outliveReaders(t)
  let result = emptyResult(first)
  const record = (part: Partial<Result>) => {
    result = { ...result, ...part }
  }
  let error: unknown
  let json = argv.includes('--json')
  try {
    if (lost.length > 0) throw new UsageError((t) => t.npm.lost(lost))
    const wanted = readFlags(argv, { version, frameworks, t })
    if (!wanted) return
    if (recovered.length > 0) stderrLine(t.npm.recovered(recovered))
    json = wanted.flags.json
    result = emptyResult(wanted.command)
    const command = await commands[wanted.command]()
    const context = {
      templates,
      version,
      language,
      t,
      packageManager: startedBy(process.env.npm_config_user_agent)?.name ?? 'npm',
      prompter: terminalPrompter,
      signal,
      record,
    }
    await command(wanted.flags, context)
    if (result.exitCode) process.exitCode = result.exitCode
  } catch (thrown) {
    error = thrown
    printError(error, { version, bugs: bugs.url }, t)
    process.exitCode = exitCode(error)
  }
  if (json) stdoutLines([JSON.stringify(resultDocument(result, error, version, t), undefined, 2)])
  exitIfTerminalGone()
}

/** What was typed, which the package manager that started us may have changed. */
function asTyped(frameworks: readonly string[]): RecoveredArgv {
  const options = optionTable.map((option) =>
    option.name === 'framework' ? { ...option, values: frameworks } : option,
  )
  const npmSettings = readNpmSettings(process.env)
  return recoverArgv(process.argv.slice(2), process.env, { options, npmSettings })
}

/** Aborted by the first Ctrl-C (or its kind), so that all is left in order; the second one ends us where we stand. */
function stopSignal(t: Messages): AbortSignal {
  const stop = new AbortController()
  for (const name of Object.keys(signalExitCodes) as StopSignal[]) {
    process.on(name, () => {
      if (stop.signal.aborted) {
        stderrLine(`\n${t.steps.stoppedAtOnce}`)
        process.once('exit', exitIfTerminalGone) // after those who put things in order
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
function outliveReaders(t: Messages): void {
  process.stderr.on('error', () => {}) // there is nowhere left to say it
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || process.exitCode !== undefined) return
    stderrLine(t.failure.output(reasonFor(error)(t)))
    process.exitCode = 1
  })
}
