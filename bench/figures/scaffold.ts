import { npmApp } from '../apps/npm-app.ts'
import { packedTool, tool, vite, viteProgram } from '../apps/tool.ts'
import { atMost, type Figure } from '../figure.ts'
import { temporaryFolder } from '../temporary.ts'
import { wallTime } from '../tools/hyperfine.ts'

export const scaffold: Figure = {
  name: 'scaffold',
  title: 'A project’s files, with nothing installed or built',
  unit: 'ms',
  how: 'hyperfine, the installed program, into a folder that is not there; neither makes a git repository',
  rounds: 5,
  bars: [{ contender: tool, against: vite, limit: atMost(1) }],
  async prepare({ quick }, atEnd) {
    const { program } = await packedTool()
    const other = viteProgram(await npmApp(vite))
    const cwd = await temporaryFolder(atEnd)
    const commands: Readonly<Record<string, readonly string[]>> = {
      [tool]: [program, 'app', '--framework', 'axum', '--no-install', '--no-git'],
      [vite]: [other, 'app', '--template', 'vanilla-ts', '--no-interactive'],
    }
    const contenders = Object.entries(commands).map(([name, args]) => ({
      name,
      measure: () =>
        wallTime({ command: [process.execPath, ...args], prepare: 'rm -rf app', cwd, runs: quick ? 3 : 10 }),
    }))
    return { contenders }
  },
}
