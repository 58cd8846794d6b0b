import type { Edit } from '../../harness/project/edit.ts'
import { buildAddon, buildBinary, type Project, renderProject } from '../../harness/project/projects.ts'

const built = new Map<string, Promise<Project>>()

/** A framework's project as users get it, with its addon optimised as `npm run bundle` does it. Built once in a run. */
export function builtProject(framework: string): Promise<Project> {
  return buildOnce(`bench-${framework}`, framework, listenOnSocket)
}

/** The same after an edit, under its own name. */
export function builtVariant(framework: string, name: string, edit: Edit): Promise<Project> {
  return buildOnce(`bench-${framework}-${name}`, framework, edit)
}

function buildOnce(name: string, framework: string, edit: Edit): Promise<Project> {
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

/** The same crate as a program without Node, which listens on the Unix socket in SOCKET. Returns the program's path. */
export async function builtWithoutNode(framework: string): Promise<string> {
  return buildBinary(await builtProject(framework), 'bundle')
}

/** Users get a program that listens on a port. It is not what Passenger starts. */
const listenOnSocket: Edit = (file, text) =>
  file === 'host/src/program.rs'
    ? replacePart(
        text,
        'Ok(Listener::tcp(&settings.host, settings.port)?)',
        `{
        let socket = std::os::unix::net::UnixListener::bind(std::env::var("SOCKET")?)?;
        socket.set_nonblocking(true)?;
        Ok(Listener::from(socket))
    }`,
      )
    : text

/** @throws if the template's text does not contain the part to replace */
export function replacePart(text: string, part: string, replacement: string): string {
  if (!text.includes(part)) throw new Error(`the template does not contain ${part}`)
  return text.replace(part, () => replacement)
}
