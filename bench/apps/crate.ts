import path from 'node:path'
import { execa } from 'execa'
import { buildAddon, cargoTarget, type Edit, type Project, renderProject } from '../../harness/project/projects.ts'

const built = new Map<string, Promise<Project>>()

/** The project of a framework as users get it, with its addon as `npm run bundle` optimises it. Built once in a run. */
export function builtProject(framework: string): Promise<Project> {
  return once(`bench-${framework}`, framework, onSocket)
}

/** The same with other routes, under a name of its own. */
export function builtVariant(framework: string, name: string, edit: Edit): Promise<Project> {
  return once(`bench-${framework}-${name}`, framework, edit)
}

function once(name: string, framework: string, edit: Edit): Promise<Project> {
  const found = built.get(name)
  if (found) return found
  const building = build(name, framework, edit)
  built.set(name, building)
  return building
}

async function build(name: string, framework: string, edit: Edit): Promise<Project> {
  const project = await renderProject(framework, name, edit)
  await buildAddon(project, 'bundle')
  return project
}

/** The limit: the same crate without Node, which listens on the Unix socket that SOCKET names. Returns the program. */
export async function builtLimit(framework: string): Promise<string> {
  const { root, name } = await builtProject(framework)
  // napi names the target, so that what both need is compiled once only if this does, too.
  const { stdout } = await execa('rustc', ['--print', 'host-tuple'], { stdin: 'ignore' })
  const args = ['build', '--profile', 'bundle', '--locked', '--bins', '--target', stdout, '--target-dir', cargoTarget]
  await execa('cargo', args, { cwd: root, stdin: 'ignore', all: true })
  return path.join(cargoTarget, stdout, 'bundle', name)
}

/** main.rs listens on a port as users get it. The addon does not contain it. */
const onSocket: Edit = (file, text) =>
  file === 'src/main.rs'
    ? edited(
        text,
        'let listener = Listener::tcp(&settings.host, settings.port)?;',
        `let socket = std::os::unix::net::UnixListener::bind(std::env::var("SOCKET")?)?;
        socket.set_nonblocking(true)?;
        let listener = Listener::from(socket);`,
      )
    : text

/** Puts something in the place of a part of the template. */
export function edited(text: string, part: string, instead: string): string {
  if (!text.includes(part)) throw new Error(`the template has no ${part}`)
  return text.replace(part, () => instead)
}
