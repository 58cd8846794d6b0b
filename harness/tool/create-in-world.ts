import { mkdir, stat, symlink } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, dirname, join, relative } from 'node:path'
import { execa } from 'execa'
import { inTemporaryFolder } from '../temporary-folder.ts'
import { plant, type Tree, treeOf } from '../tree.ts'
import { always, type World } from './random-surroundings.ts'
import { parseAs } from './schema.ts'

type Document = {
  readonly project?: { readonly path: string }
  readonly dryRun?: boolean
  readonly error?: { readonly kind: string; readonly message: string; readonly hint: string }
}

const cargoHome = process.env.CARGO_HOME ?? join(homedir(), '.cargo')
const rustupHome = process.env.RUSTUP_HOME ?? join(homedir(), '.rustup')

/** For the checks alone: nothing of the world but its files, and one toolchain, whatever a file above pins. */
const cargoEnv = {
  PATH: process.env.PATH,
  HOME: homedir(),
  CARGO_HOME: cargoHome,
  RUSTUP_HOME: rustupHome,
  RUSTUP_TOOLCHAIN: await toolchain(),
}

async function toolchain(): Promise<string | undefined> {
  const { stdout, failed } = await execa('rustup', ['show', 'active-toolchain'], { reject: false })
  return failed ? undefined : stdout.split(' ')[0]
}

/** Runs cargo as a person would in that folder, offline. */
export function cargoIn(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return execa('cargo', args, { cwd, env: { ...cargoEnv, ...env }, extendEnv: false, reject: false, stdin: 'ignore' })
}

/** What became of a run of the built tool in a world, and why it is not as it should be, if it is not. */
export type Outcome = { readonly exitCode: number | undefined; readonly wrong: string | undefined }

/** Creates a project in a world; `check` may look at it before it is removed. */
export async function createIn(
  world: World,
  bin: string,
  check: (project: string) => Promise<string | undefined> = async () => undefined,
): Promise<Outcome> {
  return inTemporaryFolder(async (root) => {
    const here = (text: string) => text.replace(/^~(?=$|\/)/, root)
    await plant(root, { ...always, ...world.files })
    // A repository needs more than a HEAD to be one.
    if (world.files['work/.git/HEAD'] !== undefined) await plant(join(root, 'work/.git'), { objects: '/', refs: '/' })
    if (world.tmpdir !== 'missing') await mkdir(join(root, world.tmpdir))
    await mkdir(join(root, 'home/.cargo'), { recursive: true })
    await symlink(join(cargoHome, 'registry'), join(root, 'home/.cargo/registry'))
    const neighbours = (await cargoIn(join(root, 'work/apps/one'), metadata)).exitCode
    const before = await treeOf(root)

    const { exitCode, stdout, stderr } = await execa(
      'sh',
      ['-c', `umask ${world.umask.toString(8)} && exec "$@"`, 'sh', process.execPath, bin, ...world.args.map(here)],
      {
        cwd: join(root, 'work', world.cwd),
        env: {
          ...Object.fromEntries(Object.entries(world.variables).map(([name, value]) => [name, here(value)])),
          PATH: [dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
          HOME: join(root, 'home'),
          TMPDIR: join(root, world.tmpdir),
        },
        extendEnv: false,
        reject: false,
        stdin: 'ignore',
      },
    )
    const wrong = async () => {
      const document = parseAs<Document>('result', stdout)
      const project = exitCode === 0 && !document.dryRun ? document.project?.path : undefined
      const changed = changesOutside(before, await treeOf(root), project && relative(root, project))
      if (changed.length > 0) return `changed: ${changed.join(', ')}`
      if (exitCode !== 0) return namesCause(document, world, root) ? undefined : `exit code ${exitCode}: ${stderr}`
      const after = await cargoIn(join(root, 'work/apps/one'), metadata)
      if (after.exitCode !== neighbours) return `the neighbour does not build: ${after.stderr}`
      return project && ((await readableProject(project)) ?? (await check(project)))
    }
    return { exitCode, wrong: await wrong() }
  })
}

const metadata = ['metadata', '--offline', '--no-deps', '--format-version=1']

/**
 * Everything outside the project that is not as it was. The project's parents may be new, and so may a shared target
 * folder, in which the project reserves its name.
 */
function changesOutside(before: Tree, after: Tree, project = ' '): string[] {
  const paths = new Set([...Object.keys(before), ...Object.keys(after)])
  const claims = [...paths].filter((path) => path.includes('/.create-o2switch-rust') && before[path] === undefined)
  return [...paths].filter(
    (path) =>
      !claims.some((claim) => claim === path || claim.startsWith(`${path}/`)) &&
      before[path] !== after[path] &&
      !`${path}/`.startsWith(`${project}/`) &&
      !project.startsWith(`${path}/`),
  )
}

/** Whether a rejection is one of ours, and says which of the things around it is about. */
function namesCause({ error }: Document, { files, variables, args }: World, root: string): boolean {
  if (!error || error.kind === 'bug' || error.hint === '') return false
  const around = [
    ...Object.keys(files).map((file) => join(root, file)),
    ...Object.keys(variables),
    args[0] ?? '',
    '--target-dir',
  ]
  return around.some((name) => error.message.includes(name))
}

async function readableProject(project: string): Promise<string | undefined> {
  const { exitCode, stderr } = await cargoIn(project, ['metadata', '--locked', '--offline', '--format-version=1'])
  if (exitCode !== 0) return `cargo metadata: ${stderr}`
  const modes = await Promise.all(['', 'package.json', 'src', 'src/app.rs'].map((path) => stat(join(project, path))))
  return modes.every(({ mode }) => (mode & 0o066) === 0o044) ? undefined : 'its modes depend on the umask'
}
