import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { exitCode, type StopSignal, signalExitCodes, UsageError } from './errors/errors.ts'
import { type Invocation, readInvocation } from './command-line/recover-argv.ts'
import { chooseLanguage, languages } from './choices/language.ts'
import { optionTable } from './command-line/options.ts'
import { startedBy } from './choices/package-manager.ts'
import { emptyResult, type Result, resultDocument } from './report/result.ts'
import { personAtTerminal } from './prompts/ask.ts'
import { readFlags } from './command-line/parse.ts'
import { leaveWithTerminal } from './process/hangup.ts'
import { readNpmSettings } from './command-line/npm-settings.ts'
import { reasonFor } from './errors/system-errors.ts'
import { failed, print, tell } from './report/print.ts'
import { frameworkNames } from './template/read-template.ts'
import type { Messages } from './messages/en.ts'

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
  const say = languages[language]
  const signal = stopSignal(say)
  outliveReaders(say)
  let result = emptyResult(first)
  const record = (part: Partial<Result>) => {
    result = { ...result, ...part }
  }
  let error: unknown
  let json = argv.includes('--json')
  try {
    if (lost.length > 0) throw new UsageError((say) => say.npm.lost(lost))
    const wanted = readFlags(argv, { version, frameworks, say })
    if (!wanted) return
    if (recovered.length > 0) tell(say.npm.recovered(recovered))
    json = wanted.flags.json
    result = emptyResult(wanted.command)
    const command = await commands[wanted.command]()
    const context = {
      templates,
      version,
      language,
      say,
      packageManager: startedBy(process.env.npm_config_user_agent)?.name ?? 'npm',
      human: personAtTerminal,
      signal,
      record,
    }
    await command(wanted.flags, context)
    if (result.exitCode) process.exitCode = result.exitCode
  } catch (thrown) {
    error = thrown
    failed(error, { version, bugs: bugs.url }, say)
    process.exitCode = exitCode(error)
  }
  if (json) print([JSON.stringify(resultDocument(result, error, version, say), undefined, 2)])
  leaveWithTerminal()
}

/** What was typed, which the package manager that started us may have changed. */
function asTyped(frameworks: readonly string[]): Invocation {
  const options = optionTable.map((option) =>
    option.name === 'framework' ? { ...option, values: frameworks } : option,
  )
  const npmSettings = readNpmSettings(process.env)
  return readInvocation(process.argv.slice(2), process.env, { options, npmSettings })
}

/** Aborted by the first Ctrl-C (or its kind), so that all is left in order; the second one ends us where we stand. */
function stopSignal(say: Messages): AbortSignal {
  const stop = new AbortController()
  for (const name of Object.keys(signalExitCodes) as StopSignal[]) {
    process.on(name, () => {
      if (stop.signal.aborted) {
        tell(`\n${say.steps.stoppedAtOnce}`)
        process.once('exit', leaveWithTerminal) // after those who put things in order
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
function outliveReaders(say: Messages): void {
  process.stderr.on('error', () => {}) // there is nowhere left to say it
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || process.exitCode !== undefined) return
    tell(say.failure.output(reasonFor(error)(say)))
    process.exitCode = 1
  })
}
