import { chooseLanguage, languages } from '../choices/language.ts'
import { currentFolder } from '../destination/current-folder.ts'
import { exitCode } from '../errors/errors.ts'
import { asMachineFault, reasonFor } from '../errors/system-errors.ts'
import { exitIfTerminalGone } from '../process/hangup.ts'
import { endOnUncaughtError, stopSignal, surviveClosedOutput } from '../process/stop-signal.ts'
import { terminalPrompter } from '../prompts/ask.ts'
import { printError, stderrLine, stdoutLines } from '../report/print.ts'
import type { Localized } from '../text/localized.ts'
import { build } from './commands/build.ts'
import { bundle } from './commands/bundle.ts'
import { deploy } from './commands/deploy.ts'
import { dev } from './commands/dev.ts'
import { doctor } from './commands/doctor.ts'
import { rehearse } from './commands/rehearse.ts'
import type { Context } from './context.ts'
import { type Command, parseArgs } from './parse.ts'
import { bugsUrl, version } from './version.ts'

/** argv in, exit code out. */
export async function main(): Promise<void> {
  const argv = process.argv.slice(2)
  const t = languages[chooseLanguage(argv, process.env)]
  let stoppedImmediately: Localized = (t) => t.steps.stoppedImmediately
  const signal = stopSignal({ stoppedImmediately: () => stderrLine(`\n${stoppedImmediately(t)}`) })
  surviveClosedOutput((error) => stderrLine(t.failure.output(reasonFor(error)(t))))
  const report = (thrown: unknown) => {
    const error = asMachineFault(thrown)
    printError(error, { version, bugs: bugsUrl }, t)
    return exitCode(error)
  }
  endOnUncaughtError((error) => {
    stderrLine(`\n${stoppedImmediately(t)}`)
    return report(error)
  })
  const context: Context = {
    t,
    version,
    env: process.env,
    prompter: terminalPrompter,
    signal,
    setStoppedImmediately: (text) => {
      stoppedImmediately = text
    },
    setExitCode: (code) => {
      process.exitCode = code
    },
  }
  try {
    currentFolder() // rejects one that is not where it says it is
    const parsed = parseArgs(argv, process.env, { version, t })
    if ('text' in parsed) stdoutLines([parsed.text])
    else await run(parsed, context)
  } catch (error) {
    process.exitCode = report(error)
  }
  exitIfTerminalGone()
}

function run(parsed: Command, context: Context): Promise<void> {
  switch (parsed.command) {
    case 'dev':
      return dev(parsed.flags, context)
    case 'build':
      return build(parsed.flags, context)
    case 'bundle':
      return bundle(parsed.flags, context)
    case 'rehearse':
      return rehearse(parsed.flags, context)
    case 'deploy':
      return deploy(parsed.flags, context)
    case 'doctor':
      return doctor(parsed.flags, context)
  }
}

await main()
