import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { execa } from 'execa'
import { packTool } from '../../harness/tool/pack.ts'

const folder = path.resolve('target', 'bench', 'tool')

/** This tool as it would be published: the tarball, and the unpacked program. Packed once in a run. */
export function packedTool(): Promise<{ readonly tarball: string; readonly program: string }> {
  packed ??= pack()
  return packed
}
let packed: ReturnType<typeof pack> | undefined

async function pack() {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const tarball = await packTool(folder)
  await execa('tar', ['-xzf', tarball, '-C', folder])
  return { tarball, program: path.join(folder, 'package', 'bin', 'create-o2switch-rust.js') }
}

/** The program of create-vite, in the folder that npmApp returned. */
export const viteProgram = (folder: string) => path.join(folder, 'node_modules', 'create-vite', 'index.js')

export const tool = 'create-o2switch-rust'
export const vite = 'create-vite'
export const t3 = 'create-t3-app'
