import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { foldersAbove, read } from '../destination/around/files-above.ts'
import { inTemporaryFolder } from '../process/temporary-folder.ts'

/** A package.json above a project that says which package manager to use. */
export type ManagerPin = {
  readonly file: string
  /** As corepack writes it: `yarn@4.9.1`. */
  readonly pinned: string
  readonly name: string
  /** The manifest's fields that say so. */
  readonly fields: object
}

/** The nearest one above the project. corepack and yarn 1 search upwards until a package.json has the field. */
export function managerPin(project: string): ManagerPin | undefined {
  for (const folder of foldersAbove(project)) {
    const file = join(folder, 'package.json')
    const { packageManager, devEngines } = manifestOf(read(file))
    const engine = Array.isArray(devEngines?.packageManager) ? devEngines.packageManager[0] : devEngines?.packageManager
    const pinned =
      typeof packageManager === 'string' ? packageManager : engine?.name && `${engine.name}@${engine.version ?? '*'}`
    if (!pinned) continue
    return { file, pinned, name: pinned.split('@')[0] ?? '', fields: { packageManager, devEngines } }
  }
  return undefined
}

/**
 * Does this in a copy of the project's place: an own package.json below the one with the pin. Not in the place itself,
 * where nothing may be written yet, and not above it, where pnpm obeys a pin that it does not find from the project.
 */
export function inStandIn<Result>({ fields }: ManagerPin, act: (folder: string) => Promise<Result>): Promise<Result> {
  return inTemporaryFolder('create-o2switch-rust-', async (root) => {
    const project = join(root, 'project')
    mkdirSync(project)
    writeFileSync(join(root, 'package.json'), JSON.stringify(fields))
    writeFileSync(join(project, 'package.json'), '{}')
    writeFileSync(join(project, 'pnpm-workspace.yaml'), 'packages: [.]\n')
    return await act(project)
  })
}

type Manifest = {
  readonly packageManager?: unknown
  readonly devEngines?: { readonly packageManager?: Engine | Engine[] }
}

type Engine = { readonly name?: string; readonly version?: string }

function manifestOf(text = '{}'): Manifest {
  try {
    return JSON.parse(text.replace(/^\ufeff/, '')) ?? {}
  } catch {
    return {}
  }
}
