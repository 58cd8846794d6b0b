import { lstat, mkdir, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

/** What lies in a folder: a path, and what is there. Files by what their owner may do and their bytes, links by where they lead. */
export type Tree = Record<string, string>

/** All there is in a folder, followed through no link. */
export async function treeOf(root: string, top = root): Promise<Tree> {
  const tree: Tree = {}
  for (const name of (await readdir(root)).sort()) {
    const place = join(root, name)
    const path = relative(top, place)
    const found = await lstat(place)
    if (found.isDirectory()) Object.assign(tree, { [path]: 'folder' }, await treeOf(place, top))
    else if (found.isSymbolicLink()) tree[path] = `-> ${await readlink(place)}`
    else if (found.isFile()) tree[path] = `${(found.mode >> 6) & 7} ${await readFile(place, 'latin1')}`
    else tree[path] = 'other'
  }
  return tree
}

/** Makes files with these contents; `/` alone stands for a folder, `-> x` for a link to x. */
export async function plant(root: string, tree: Tree): Promise<void> {
  for (const [path, content] of Object.entries(tree)) {
    const place = join(root, path)
    await mkdir(dirname(place), { recursive: true })
    if (content === '/') await mkdir(place, { recursive: true })
    else if (content.startsWith('-> ')) await symlink(content.slice(3), place)
    else await writeFile(place, content)
  }
}
