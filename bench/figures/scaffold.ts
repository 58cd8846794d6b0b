import path from 'node:path'
import { execa } from 'execa'
import { npmApp } from '../apps/npm-app.ts'
import { packedTool, tool, vite, viteProgram } from '../apps/tool.ts'
import { atMost, type Figure } from '../figure.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { wallTime } from '../tools/hyperfine.ts'

const copying = 'copying the same files'

/** The upper bound: a Node script that only copies a finished project. */
const copyScript = (project: string) => `require("fs").cpSync(${JSON.stringify(project)}, "app", { recursive: true })`

export const scaffold: Figure = {
  name: 'scaffold',
  title: 'Writing a project’s files, nothing installed or built',
  unit: 'ms',
  how: 'hyperfine, the installed program, into a new folder; neither creates a git repository; “copying” is a Node script that only copies',
  rounds: 5,
  thresholds: [
    { contender: tool, against: vite, limit: atMost(1) },
    { contender: copying, against: vite },
  ],
  whyMissed:
    'our projects have five times as many files: copying them takes as long as everything that create-vite does',
  async prepare({ quick }, defer) {
    const { program } = await packedTool()
    const other = viteProgram(await npmApp(vite))
    const cwd = await temporaryFolder(defer)
    const ours = [program, 'app', '--framework', 'axum', '--no-install', '--no-git']
    const made = await temporaryFolder(defer)
    await execa(process.execPath, ours, { cwd: made, stdin: 'ignore' })
    const commands: Readonly<Record<string, readonly string[]>> = {
      [tool]: ours,
      [vite]: [other, 'app', '--template', 'vanilla-ts', '--no-interactive'],
      [copying]: ['-e', copyScript(path.join(made, 'app'))],
    }
    const contenders = Object.entries(commands).map(([name, args]) => ({
      name,
      measure: () =>
        wallTime({ command: [process.execPath, ...args], prepare: 'rm -rf app', cwd, runs: quick ? 3 : 10 }),
    }))
    return { contenders }
  },
}
