import path from 'node:path'
import { execa } from 'execa'
import { npmApp } from '../apps/npm-app.ts'
import { packedTool, tool, vite, viteProgram } from '../apps/tool.ts'
import { atMost, type Figure } from '../figure.ts'
import { temporaryFolder } from '../temporary.ts'
import { wallTime } from '../tools/hyperfine.ts'

const limit = 'copying the same files'

/** The most there can be: a script of Node that knows nothing, and copies a project that is there. */
const copy = (project: string) => `require("fs").cpSync(${JSON.stringify(project)}, "app", { recursive: true })`

export const scaffold: Figure = {
  name: 'scaffold',
  title: 'A project’s files, with nothing installed or built',
  unit: 'ms',
  how: 'hyperfine, the installed program, into a folder that is not there; neither makes a git repository; “copying” is a script of Node that does nothing else',
  rounds: 5,
  bars: [
    { contender: tool, against: vite, limit: atMost(1) },
    { contender: limit, against: vite },
  ],
  bound: 'our projects have five times as many files: to copy them takes as long as all that create-vite does',
  async prepare({ quick }, atEnd) {
    const { program } = await packedTool()
    const other = viteProgram(await npmApp(vite))
    const cwd = await temporaryFolder(atEnd)
    const ours = [program, 'app', '--framework', 'axum', '--no-install', '--no-git']
    const made = await temporaryFolder(atEnd)
    await execa(process.execPath, ours, { cwd: made, stdin: 'ignore' })
    const commands: Readonly<Record<string, readonly string[]>> = {
      [tool]: ours,
      [vite]: [other, 'app', '--template', 'vanilla-ts', '--no-interactive'],
      [limit]: ['-e', copy(path.join(made, 'app'))],
    }
    const contenders = Object.entries(commands).map(([name, args]) => ({
      name,
      measure: () =>
        wallTime({ command: [process.execPath, ...args], prepare: 'rm -rf app', cwd, runs: quick ? 3 : 10 }),
    }))
    return { contenders }
  },
}
