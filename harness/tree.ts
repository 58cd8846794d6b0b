import { lstat, mkdir, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

/** The contents of a folder by path: the owner's permissions and bytes of a file, the target of a link. */
export type Tree = Record<string, string>

/** Everything in a folder; links are not followed. */
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

/** Creates files with these contents; `/` alone means a folder, `-> x` a link to x. */
export async function plant(root: string, tree: Tree): Promise<void> {
  for (const [path, content] of Object.entries(tree)) {
    const place = join(root, path)
    await mkdir(dirname(place), { recursive: true })
    if (content === '/') await mkdir(place, { recursive: true })
    else if (content.startsWith('-> ')) await symlink(content.slice(3), place)
    else await writeFile(place, content)
  }
}
