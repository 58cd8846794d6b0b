import { join, relative, sep } from 'node:path'
import { realPath } from '../overlap.ts'
import { foldersAbove, nodePin, read, toolchainPin } from './files-above.ts'
import { matchesGlob } from './glob.ts'
import { type MemberFile, memberFiles } from './members.ts'
import type { Surroundings, Workspace } from './surroundings.ts'

/** Looks upwards from where the project will be; for workspaces, whose patterns follow links, along the typed path too. */
export function lookAround(project: string): Surroundings {
  const path = realPath(project)
  const above = foldersAbove(path)
  return {
    workspaces: [...new Set([path, project])].flatMap((path) =>
      foldersAbove(path).flatMap((folder) => memberFiles.flatMap((file) => workspaceOf(folder, file, path))),
    ),
    repository: repositoryOf(path, above),
    toolchain: toolchainPin(path),
    node: nodePin(path),
    image: imageOf(path, above),
  }
}

function workspaceOf(folder: string, { name, key, locks, includes }: MemberFile, project: string): Workspace[] {
  const text = read(join(folder, name))
  if (text === undefined) return []
  const path = below(folder, project)
  const pattern = includes(text, [path, `${path}/host`, `${path}/host/addon`])
  if (pattern === undefined) return []
  const lock = locks.map((lock) => join(folder, lock)).find(isFrozen)
  return [{ file: join(folder, name), key, pattern, path, lock }]
}

/** Whether an install from it fails once the workspace has a new member. Tried with each; yarn 1 does not mind. */
function isFrozen(lock: string): boolean {
  const text = read(lock)
  return text !== undefined && text !== '' && !text.includes('# yarn lockfile v1')
}

/** A folder `.git`, or a file in a worktree or submodule (gitrepository-layout(5)). The project's own counts as none. */
function repositoryOf(project: string, above: readonly string[]): Surroundings['repository'] {
  const isRepository = (folder: string) => {
    const git = join(folder, '.git')
    return read(join(git, 'HEAD')) !== undefined || read(git)?.startsWith('gitdir:')
  }
  if (isRepository(project)) return undefined
  const root = above.find(isRepository)
  return root === undefined ? undefined : { root, path: below(root, project) }
}

/** What `docker build` of the nearest folder with a Dockerfile would copy: everything that .dockerignore does not name. */
function imageOf(project: string, above: readonly string[]): Surroundings['image'] {
  const folder = above.find((folder) => read(join(folder, 'Dockerfile')) !== undefined)
  if (folder === undefined) return undefined
  const path = below(folder, project)
  const ignored = (read(join(folder, '.dockerignore')) ?? '')
    .split(/\r?\n/)
    .map((line) => line.trim().replace(/^\//, ''))
  const places = [...parts(path), `${path}/target`]
  return ignored.some((line) => places.some((place) => matchesGlob(place, line)))
    ? undefined
    : { file: join(folder, 'Dockerfile'), path }
}

/** `a/b` → `a`, `a/b`. */
function parts(path: string): string[] {
  const names = path.split('/')
  return names.map((_, index) => names.slice(0, index + 1).join('/'))
}

function below(folder: string, path: string): string {
  return relative(folder, path).replaceAll(sep, '/')
}
