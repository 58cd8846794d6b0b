import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import type { Machine } from './machine.ts'

/** Commands that start a program in its own mount namespace, which disappears with its last process. */
const mountCommands = [
  ['unshare', '--mount'],
  ['unshare', '--user', '--map-root-user', '--mount'],
  ['sudo', '-n', '--preserve-env', 'unshare', '--mount'],
]

/** Commands that start a program in a user namespace of its own, as root there. */
const userCommands = [
  ['unshare', '--user', '--map-root-user'],
  ['sudo', '-n', '--preserve-env', 'unshare', '--user', '--map-root-user'],
]

/** The start of a command that runs the rest of it where it can mount disks, which nobody else sees. */
export const mountNamespace = () => firstThatWorks(mountCommands, ['mount', '-t', 'tmpfs', 'tmpfs', '/mnt'])

/** The start of a command that runs the rest of it with limits of its own, in /proc/sys/user. */
export const userNamespace = () => firstThatWorks(userCommands, ['true'])

async function firstThatWorks(commands: readonly string[][], probe: readonly string[]): Promise<string[]> {
  const failures: string[] = []
  for (const command of commands) {
    const [program = '', ...args] = command
    const { failed, stderr } = await execa(program, [...args, ...probe], { reject: false })
    if (!failed) return command
    failures.push(`${command.join(' ')}: ${stderr || 'not found'}`)
  }
  throw new Error(`The test needs a namespace:\n${failures.join('\n')}`)
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
