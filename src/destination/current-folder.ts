import { realpathSync, statSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { UsageError } from '../errors/errors.ts'
import { reasonFor } from '../errors/system-errors.ts'
import { isInside } from './is-inside.ts'

/**
 * The current folder. Throws a UsageError if Node's path of it leads elsewhere: it no longer exists, or its name is not
 * UTF-8. Node decodes every path as UTF-8, and what cannot be decoded becomes U+FFFD: the name of another folder.
 */
export function currentFolder(): string {
  const path = pathOfCurrentFolder()
  if (isCurrent(path)) return path
  throw new UsageError((t) => (path.includes('\ufffd') ? t.currentFolder.notUtf8(path) : t.currentFolder.gone))
}

/**
 * The folder where the person stands who started us. npm changes to the folder of a workspace (`npx -w one`), names the
 * other one in INIT_CWD (set-envs.js of @npmcli/config sets it at every start), and its shell sets PWD again. pnpm
 * (`--filter`, `-C`) and bun leave PWD as the person's shell has set it. Neither is believed unless it contains the
 * current folder: inherited from elsewhere, it says nothing.
 */
export function standingFolder(env: NodeJS.ProcessEnv = process.env): string {
  const here = currentFolder()
  const { npm_config_user_agent: agent = '', npm_command: command = '', INIT_CWD, PWD } = env
  if (agent === '') return here
  const named = agent.startsWith('npm/') ? (/^(exec|init)$/.test(command) ? INIT_CWD : undefined) : PWD
  const folder = named !== undefined && isAbsolute(named) ? realOr(named) : here
  return isInside(here, folder) ? folder : here
}

/** Whether `..` in a shell leads where it leads us: not if its current folder was reached through a link. */
export function shellGoesUpAsWeDo(env: NodeJS.ProcessEnv = process.env): boolean {
  const { PWD } = env
  return PWD === undefined || PWD === realOr(PWD) || realOr(PWD) !== currentFolder()
}

function pathOfCurrentFolder(): string {
  try {
    return process.cwd()
  } catch (error) {
    throw new UsageError((t) => t.currentFolder.gone, { cause: error })
  }
}

function isCurrent(path: string): boolean {
  try {
    const [here, there] = ['.', path].map((folder) => statSync(folder, { bigint: true, throwIfNoEntry: false }))
    return here !== undefined && here.dev === there?.dev && here.ino === there.ino
  } catch (error) {
    throw new UsageError((t) => t.currentFolder.unreachable(path, reasonFor(error)(t)), { cause: error })
  }
}

function realOr(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path // it does not exist: nobody stands there
  }
}
