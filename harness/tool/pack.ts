import path from 'node:path'
import { execa } from 'execa'

/** Packs the tool, built from what is here, as it would be published; returns the tarball's path. */
export async function packTool(folder: string): Promise<string> {
  const { stdout } = await execa('npm', ['pack', '--json', '--pack-destination', folder])
  return path.join(folder, JSON.parse(stdout.slice(stdout.indexOf('[')))[0].filename)
}
