import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { toolkitFiles } from '../../src/template/read-template.ts'
import { emptyFolder } from '../folder.ts'
import { link } from '../project/link.ts'
import { writeScript } from '../tool/machine.ts'

/** Files of the project besides its command; undefined removes one of the default ones. */
export type Contents = Readonly<Record<string, string | Uint8Array | undefined>>

const files: Contents = {
  'Cargo.toml': '[package]\nname = "my-shop"\nversion = "1.2.3"\n[workspace]\n',
  'src/lib.rs': '',
  'package.json': '{ "name": "my-shop", "scripts": { "x": "y" }, "devDependencies": { "@napi-rs/cli": "3" } }',
  'app.js': readFileSync('templates/base/app.js'),
}

/** Creates a project with a minimal addon, built.node, for `bundle --addon`. */
export async function createProject(contents: Contents = {}): Promise<string> {
  const root = await emptyFolder()
  for (const file of toolkitFiles) cpSync(join('dist', file), join(root, 'scripts', file))
  const built = 'built.node' in contents ? {} : { 'built.node': (await link()).addon }
  for (const [path, content] of Object.entries({ ...files, ...built, ...contents })) {
    if (content === undefined) continue
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  return root
}

type Env = Readonly<Record<string, string | undefined>>

export function bundle(root: string, env: Env = {}, args: readonly string[] = ['--addon', 'built.node']) {
  return toolkit(root, ['bundle', ...args], env)
}

/** Runs the project's own command. */
export function toolkit(root: string, args: readonly string[], env: Env = {}) {
  const options = { cwd: root, env: { LANG: 'C', ...env }, reject: false, stdin: 'ignore' } as const
  return execa(process.execPath, [join('scripts', 'o2switch.mjs'), ...args], options)
}

/** A PATH of only these programs, each a shell script. */
export async function pathWith(programs: Readonly<Record<string, string>>): Promise<string> {
  const folder = await emptyFolder()
  for (const [name, script] of Object.entries(programs)) await writeScript(join(folder, name), script)
  return folder
}

/** What a stand-in for cargo begins with: it answers `cargo metadata` for the project in the current folder. */
export const metadata = `[ "$1" = metadata ] && {
  printf '{"packages":[{"name":"my-shop","version":"1.2.3","manifest_path":"%s/Cargo.toml"}],"target_directory":"%s/target"}' "$PWD" "$PWD"
  exit
}`

/** Stand-ins for Rust and a C compiler, which only print their versions, and where cargo builds. */
export const rust: Readonly<Record<string, string>> = {
  cargo: `${metadata}\necho "cargo 1.90.0 (0000000 2026-01-01)"`,
  rustc: 'echo "rustc 1.90.0 (0000000 2026-01-01)"; echo "host: x86_64-unknown-linux-gnu"',
  cc: 'case $1 in -print-file-name=*) echo /usr/lib/Scrt1.o ;; *) echo "cc 12.2.0" ;; esac',
}
