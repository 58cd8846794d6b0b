import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { execa } from 'execa'
import { inTemporaryFolder } from '../../harness/temporary-folder.ts'

export interface TimedCommand {
  readonly command: readonly string[]
  /** Runs before each timed run. */
  readonly prepare?: string
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly runs: number
}

/** The median wall time of a command, in ms. Rejects if a run exits with another code than 0. */
export async function wallTime({ command, prepare, cwd = '.', env = {}, runs }: TimedCommand): Promise<number> {
  return inTemporaryFolder(async (folder) => {
    const file = path.join(folder, 'times.json')
    const args = ['--shell', 'none', '--warmup', '1', '--runs', `${runs}`, '--style', 'none', '--export-json', file]
    const line = command.map((word) => `'${word}'`).join(' ')
    const before = prepare ? ['--prepare', prepare] : []
    await execa('hyperfine', [...args, ...before, line], { cwd, env, stdin: 'ignore' })
    const { results } = JSON.parse(await readFile(file, 'utf8')) as { results: { median: number }[] }
    return (results[0]?.median ?? Number.NaN) * 1000
  })
}
