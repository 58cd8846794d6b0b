import { writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { existingParent } from '../../destination/inspect.ts'
import { EnvironmentError } from '../../errors/errors.ts'
import { codeOf } from '../../errors/system-errors.ts'
import { run } from '../../process/run.ts'
import { inTemporaryFolder } from '../../process/temporary-folder.ts'

/**
 * The absolute path of the folder where cargo will build a project in this folder, which may not exist yet; undefined if that is
 * `target` inside of it. `configured` is what its own config file will say: only a variable comes before it. Else cargo is asked,
 * since a file in any folder above may say it (https://doc.rust-lang.org/cargo/reference/config.html#buildtarget-dir). A run
 * that builds nothing leaves that to the first build, and without a cargo that answers, there is none.
 */
export async function targetFolder(
  project: string,
  configured: string | undefined,
  asking: { readonly signal?: AbortSignal | undefined } | undefined,
): Promise<string | undefined> {
  const { CARGO_TARGET_DIR, CARGO_BUILD_TARGET_DIR } = process.env
  const given = CARGO_TARGET_DIR || CARGO_BUILD_TARGET_DIR || configured
  if (given) return resolve(project, given)
  return asking && askOnce(existingParent(project), asking.signal)
}

/** The check of the disk and that of the project's name ask for the same folder. */
function askOnce(cwd: string, signal: AbortSignal | undefined): Promise<string | undefined> {
  const answer = answers.get(cwd) ?? askCargo(cwd, signal)
  answers.set(cwd, answer)
  return answer
}
const answers = new Map<string, Promise<string | undefined>>()

/** For an empty workspace elsewhere: cargo searches its config files from the current folder upwards. */
async function askCargo(cwd: string, signal: AbortSignal | undefined): Promise<string | undefined> {
  return inTemporaryFolder('create-o2switch-rust-', async (folder) => {
    const manifest = join(folder, 'Cargo.toml')
    writeFileSync(manifest, '[workspace]\n')
    const args = ['metadata', '--no-deps', '--format-version', '1', '--manifest-path', manifest]
    const answer = await run('cargo', args, { cwd, signal, timeout: 60_000 })
    const [, found] = /"target_directory":("(?:\\.|[^"\\])*")/.exec(answer.kind === 'done' ? answer.stdout : '') ?? []
    const target = String(JSON.parse(found ?? '""'))
    const isInside = basename(dirname(target)) === basename(folder) // whose path may lead through links
    return target === '' || isInside ? undefined : target
  }).catch((error) => {
    if (!(error instanceof EnvironmentError) && codeOf(error) === '') throw error
    return undefined // without a temporary folder, the first build asks
  })
}
