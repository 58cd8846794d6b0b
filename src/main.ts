import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chooseLanguage, languages } from './choices/language.ts'
import { startedBy } from './choices/package-manager.ts'
import { readNpmSettings } from './command-line/npm-settings.ts'
import { optionTable } from './command-line/options.ts'
import { parseArgs } from './command-line/parse.ts'
import { type RecoveredArgv, recoverArgv } from './command-line/recover-argv.ts'
import { exitCode, UsageError } from './errors/errors.ts'
import { asMachineFault, reasonFor } from './errors/system-errors.ts'
import { exitIfTerminalGone } from './process/hangup.ts'
import { endOnUncaughtError, stopSignal, surviveClosedOutput } from './process/stop-signal.ts'
import { terminalPrompter } from './prompts/ask.ts'
import { printError, stderrLine, stdoutLines } from './report/print.ts'
import { emptyResult, type Result, resultDocument } from './report/result.ts'
import { frameworkNames } from './template/read-template.ts'

// Works from src/main.ts and from dist/main.cjs.
const folder = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url))
const templates = folder('templates')
const { version, bugs } = JSON.parse(readFileSync(folder('package.json'), 'utf8'))

// Loaded on demand: --help must not wait for prompts, templates and process handling to load.
const commands = {
  create: async () => (await import('./commands/create.ts')).create,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
}

/** argv in, exit code out. */
export async function main(): Promise<void> {
  const frameworks = frameworkNames(templates)
  const { argv, first, recovered, lost, unset } = recover(frameworks)
  for (const variable of unset) delete process.env[variable]
  const language = chooseLanguage(argv, process.env)
  const t = languages[language]
  const signal = stopSignal({ stoppedImmediately: () => stderrLine(`\n${t.steps.stoppedImmediately}`) })
  surviveClosedOutput((error) => stderrLine(t.failure.output(reasonFor(error)(t))))
  const report = (error: unknown) => {
    printError(error, { version, bugs: bugs.url }, t)
    return exitCode(error)
  }
  endOnUncaughtError((error) => report(asMachineFault(error)))
  let result = emptyResult(first)
  const record = (part: Partial<Result>) => {
    result = { ...result, ...part }
  }
  let error: unknown
  let json = argv.includes('--json')
  try {
    if (lost.length > 0) throw new UsageError((t) => t.npm.lost(lost))
    const parsed = parseArgs(argv, { version, frameworks, t })
    if ('text' in parsed) {
      if (!json) return stdoutLines([parsed.text])
      record({ text: parsed.text })
    } else {
      if (recovered.length > 0) stderrLine(t.npm.recovered(recovered))
      json = parsed.flags.json
      result = emptyResult(parsed.command)
      const command = await commands[parsed.command]()
      await command(parsed.flags, {
        templates,
        toolkit: folder('dist'),
        version,
        language,
        t,
        packageManager: startedBy(process.env.npm_config_user_agent)?.name ?? 'npm',
        prompter: terminalPrompter,
        signal,
        record,
      })
      if (result.exitCode) process.exitCode = result.exitCode
    }
  } catch (thrown) {
    error = asMachineFault(thrown)
    process.exitCode = report(error)
  }
  if (json) stdoutLines([JSON.stringify(resultDocument(result, error, version, t), undefined, 2)])
  exitIfTerminalGone()
}

/** What was typed: the package manager that started us may have changed it. */
function recover(frameworks: readonly string[]): RecoveredArgv {
  const options = optionTable.map((option) =>
    option.name === 'framework' ? { ...option, values: frameworks } : option,
  )
  const npmSettings = readNpmSettings(process.env)
  return recoverArgv(process.argv.slice(2), process.env, { options, npmSettings })
}
