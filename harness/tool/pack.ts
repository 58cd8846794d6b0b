import path from 'node:path'
import { execa } from 'execa'

/** Packs the tool as for publishing, with the existing dist/, and returns the tarball's path. */
export async function packTool(folder: string): Promise<string> {
  const { stdout } = await execa('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder])
  return path.join(folder, JSON.parse(stdout.slice(stdout.indexOf('[')))[0].filename)
}
