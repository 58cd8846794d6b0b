import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { execa } from 'execa'

/** The same versions as in the workflows of templates/ci. */
export const packages = ['cargo-zigbuild==0.24.0', 'ziglang==0.17.1']

/** A PATH with cargo-zigbuild, and zig as a Python package (`python3 -m ziglang`); both are cached in the target folder. */
export async function pathWithZig(): Promise<string> {
  const folder = path.resolve('target', 'zig')
  const complete = path.join(folder, packages.join(','))
  if (!existsSync(complete)) {
    await rm(folder, { recursive: true, force: true })
    await execa('python3', ['-m', 'venv', folder], { stdin: 'ignore' })
    const install = ['install', '--quiet', '--disable-pip-version-check', ...packages]
    await execa(path.join(folder, 'bin', 'pip'), install, { stdin: 'ignore' })
    await writeFile(complete, '')
  }
  return `${path.join(folder, 'bin')}:${process.env.PATH}`
}
