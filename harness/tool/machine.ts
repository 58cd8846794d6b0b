import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { inject } from 'vitest'
import { emptyFolder } from '../folder.ts'

/** The programs on a machine: each is a shell script or the real program; `absent` removes one of the `usual` ones. */
export type Programs = { readonly [name: string]: string | 'real' | 'absent' }

export const npm = `# A fake npm that installs and builds instantly, and prints its arguments.
case "$*" in
  --version) echo 11.0.0 ;;
  install*) mkdir -p node_modules/@napi-rs/cli; echo "{}" > node_modules/@napi-rs/cli/package.json; echo "npm was here: $*" ;;
  run\\ build*) printf 1234567 > app.node; echo "cargo was here" ;;
esac`

export const cargo = `# A fake cargo, which only has to exist.
echo "cargo 1.90.0 (0000000 2026-01-01)"`

export const rustc = `# A fake rustc that is new enough.
echo "rustc 1.90.0 (0000000 2026-01-01)"`

/** Programs on every machine that can compile. */
const usual: Programs = {
  cc: `# A fake C compiler with its C library.
case "$1" in -print-file-name=*) echo /usr/lib/Scrt1.o ;; *) echo "cc (Some Linux 12.2.0-14) 12.2.0" ;; esac`,
}

export const goodPrograms: Programs = { npm, cargo, rustc, git: 'real' }

/** The files of a project created from the test templates. */
export const project = [
  '.gitignore',
  'Cargo.lock',
  'Cargo.toml',
  'README.md',
  'braces.txt',
  'hello.sh',
  'package.json',
  'scripts',
  'scripts/o2switch.mjs',
  'scripts/o2switch.sha256',
  'scripts/o2switch.third-party.cjs',
  'src',
  'src/app.rs',
]

/** Programs that the scripts above and git need. */
const basics = ['sh', 'cat', 'mkdir', 'sleep', 'env']

export type Machine = {
  readonly cwd: string
  readonly env: Record<string, string>
  readonly bin: string
  readonly run: (...args: string[]) => ReturnType<typeof runTool>
}

/** A machine with only these programs and its own home folder. */
export async function machine(programs: Programs = goodPrograms, tool = inject('tool')): Promise<Machine> {
  const root = await emptyFolder()
  const [cwd, home, path] = ['work', 'home', 'path'].map((name) => join(root, name)) as [string, string, string]
  await Promise.all([cwd, home, path].map((folder) => mkdir(folder)))
  for (const name of basics) await symlink(await which(name), join(path, name))
  for (const [name, program] of Object.entries({ ...usual, ...programs })) {
    if (program === 'absent') continue
    if (program === 'real') await symlink(await which(name), join(path, name))
    else await writeScript(join(path, name), program)
  }
  await writeFile(join(home, '.gitconfig'), '[user]\nname = A Person\nemail = person@example.org\n')
  const env = { PATH: path, HOME: home, GIT_CONFIG_NOSYSTEM: '1', TERM: 'xterm-256color' }
  const bin = join(tool, 'bin/create-o2switch-rust.js')
  return { cwd, env, bin, run: (...args) => runTool({ cwd, env, bin }, args) }
}

/** Runs the built tool without a terminal, as a script would. */
export function runTool({ cwd, env, bin }: Pick<Machine, 'cwd' | 'env' | 'bin'>, args: readonly string[]) {
  return execa(process.execPath, [bin, ...args], {
    cwd,
    env,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    stripFinalNewline: false,
    timeout: 25_000,
  })
}

export async function writeScript(path: string, script: string): Promise<void> {
  await writeFile(path, `#!/bin/sh\n${script}\n`)
  await chmod(path, 0o755)
}

/** Waits until the file contains `count` process ids, and returns them. */
export async function pidsIn(path: string, count: number): Promise<number[]> {
  for (;;) {
    const lines = (await readFile(path, 'utf8').catch(() => '')).split('\n').filter(Boolean)
    if (lines.length >= count) return lines.map(Number)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** False for a zombie too: some containers never reap them. */
export async function isAlive(pid: number): Promise<boolean> {
  const { stdout } = await execa('ps', ['-o', 'stat=', '-p', String(pid)], { reject: false })
  return stdout !== '' && !stdout.startsWith('Z')
}

async function which(program: string): Promise<string> {
  const { stdout } = await execa('sh', ['-c', `command -v ${program}`])
  return stdout
}
