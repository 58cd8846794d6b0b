import { npmApp } from '../apps/npm-app.ts'
import { packedTool, tool, vite, viteProgram } from '../apps/tool.ts'
import { atMost, type Figure } from '../figure.ts'
import { wallTime } from '../tools/hyperfine.ts'

const bareNode = 'node -e 0'

export const startUp: Figure = {
  name: 'start-up',
  title: 'The tool’s --help and --version',
  unit: 'ms',
  how: 'hyperfine, the installed program started with node; node -e 0 is the time that node itself needs',
  rounds: 5,
  thresholds: [
    { contender: `${tool} --help`, against: `${vite} --help`, limit: atMost(1) },
    { contender: `${tool} --version`, against: `${vite} --help`, limit: atMost(1) },
    { contender: `${tool} --help`, against: bareNode },
  ],
  async prepare({ quick }) {
    const { program } = await packedTool()
    const other = viteProgram(await npmApp(vite))
    const commands: Readonly<Record<string, readonly string[]>> = {
      [`${tool} --help`]: [program, '--help'],
      [`${tool} --version`]: [program, '--version'],
      [`${vite} --help`]: [other, '--help'],
      [bareNode]: ['-e', '0'],
    }
    const runs = quick ? 3 : 10
    const contenders = Object.entries(commands).map(([name, args]) => ({
      name,
      measure: () => wallTime({ command: [process.execPath, ...args], runs }),
    }))
    return { contenders, notes: [`${vite} has no --version`] }
  },
}
