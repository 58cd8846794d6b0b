import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import type { Machine } from './machine.ts'

/** Commands that start a program in its own mount namespace, which disappears with its last process. */
const namespaceCommands = [
  ['unshare', '--mount'],
  ['unshare', '--user', '--map-root-user', '--mount'],
  ['sudo', '-n', '--preserve-env', 'unshare', '--mount'],
]

async function mountNamespace(): Promise<string[]> {
  const failures: string[] = []
  for (const command of namespaceCommands) {
    const [program = '', ...args] = command
    const { failed, stderr } = await execa(program, [...args, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], {
      reject: false,
    })
    if (!failed) return command
    failures.push(`${command.join(' ')}: ${stderr || 'not found'}`)
  }
  throw new Error(`Cannot mount a disk for the test:\n${failures.join('\n')}`)
}

export type OnDisk = {
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
  /** The names and contents of all files on the disk. */
  readonly before: string
  readonly after: string
}

/** Runs the tool in the folder `disk` of the machine, after the shell command `prepare` has mounted something there. */
export async function runOnDisk({ cwd, env, bin }: Machine, prepare: string, args: readonly string[]): Promise<OnDisk> {
  const [program = '', ...unshare] = await mountNamespace()
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
    [...unshare, 'sh', '-c', script, 'sh', process.execPath, bin, ...args],
    {
      cwd,
      env: { ...env, PATH: process.env.PATH, TOOL_PATH: env.PATH },
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
    },
  )
  const listing = (name: string) => readFile(join(env.HOME ?? '', name), 'utf8')
  return { exitCode, stdout, stderr, before: await listing('before'), after: await listing('after') }
}
