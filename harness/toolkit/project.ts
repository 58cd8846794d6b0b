import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { emptyFolder } from '../folder.ts'
import { link } from '../project/link.ts'

/** What is in the project besides the real scripts and the real app.js; undefined takes a file away. */
export type Contents = Readonly<Record<string, string | Uint8Array | undefined>>

const files: Contents = {
  'Cargo.toml': '[package]\nname = "my-shop"\nversion = "1.2.3"\n[workspace]\n',
  'src/lib.rs': '',
  'package.json': '{ "name": "my-shop", "scripts": { "x": "y" }, "devDependencies": { "chokidar": "1" } }',
  'app.js': readFileSync('templates/base/app.js'),
}

/** A project whose addon is there already, as small as can be: `bundle` takes it, and checks it like any other. */
export async function craft(contents: Contents = {}): Promise<string> {
  const root = await emptyFolder()
  cpSync('templates/base/scripts', join(root, 'scripts'), { recursive: true })
  const built = 'built.node' in contents ? {} : { 'built.node': (await link()).addon }
  for (const [path, content] of Object.entries({ ...files, ...built, ...contents })) {
    if (content === undefined) continue
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  return root
}

export function bundle(root: string, env: Record<string, string | undefined> = {}, args = ['--addon', 'built.node']) {
  return script(root, 'bundle', args, { env })
}

export function script(root: string, name: string, args: string[] = [], { node = process.execPath, env = {} } = {}) {
  const options = { cwd: root, env, reject: false, stdin: 'ignore' } as const
  return execa(node, [join('scripts', `${name}.mjs`), ...args], options)
}
