import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import type { Machine } from './machine.ts'

/** Ways to a set of mounts of one's own: nobody else sees what is mounted there, and it is gone with the last process. */
const ways = [
  ['unshare', '--mount'],
  ['unshare', '--user', '--map-root-user', '--mount'],
  ['sudo', '-n', '--preserve-env', 'unshare', '--mount'],
]

async function ownMounts(): Promise<string[]> {
  const refusals: string[] = []
  for (const way of ways) {
    const [program = '', ...args] = way
    const { failed, stderr } = await execa(program, [...args, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], {
      reject: false,
    })
    if (!failed) return way
    refusals.push(`${way.join(' ')}: ${stderr || 'not there'}`)
  }
  throw new Error(`This needs a disk of its own, and nothing here gives one:\n${refusals.join('\n')}`)
}

export type OnDisk = {
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
  /** The names and contents of all there was on the disk. */
  readonly before: string
  readonly after: string
}

/** Runs the tool in the folder `disk` of the machine, once `prepare` has made something special of it. */
export async function runOnDisk({ cwd, env, bin }: Machine, prepare: string, args: readonly string[]): Promise<OnDisk> {
  const [program = '', ...way] = await ownMounts()
  const script = `set -e
all() { find . | sort; find . -type f | sort | xargs -r cat; }
mkdir disk
${prepare}
cd disk
all > "$HOME/before"
set +e
PATH="$TOOL_PATH" "$@"
code=$?
all > "$HOME/after"
exit $code`
  const { exitCode, stdout, stderr } = await execa(
    program,
    [...way, 'sh', '-c', script, 'sh', process.execPath, bin, ...args],
    {
      cwd,
      env: { ...env, PATH: process.env.PATH, TOOL_PATH: env.PATH },
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
    },
  )
  const left = (name: string) => readFile(join(env.HOME ?? '', name), 'utf8')
  return { exitCode, stdout, stderr, before: await left('before'), after: await left('after') }
}
