import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { execa } from 'execa'

/**
 * Installs a package into a folder, unless `result`, a path in it, is there. Test files may need the same one at once: each
 * downloads it to its own folder, and the first to finish wins. Returns the path of `result`.
 */
export async function installOnce(
  folder: string,
  spec: string,
  result: string,
  manifest: object = {},
): Promise<string> {
  const installed = path.join(folder, result)
  if (existsSync(installed)) return installed
  await mkdir(path.dirname(folder), { recursive: true })
  const part = await mkdtemp(`${folder}.part-`)
  await writeFile(path.join(part, 'package.json'), JSON.stringify(manifest))
  const args = ['install', spec, '--prefix', part, '--no-audit', '--no-fund', '--no-save']
  await execa('npm', args, { stdin: 'ignore' })
  await rename(part, folder).catch(async (error: unknown) => {
    await rm(part, { recursive: true })
    if (!existsSync(installed)) throw error
  })
  return installed
}
