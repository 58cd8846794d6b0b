import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { startAccount } from '../../harness/deploy/account.ts'
import { emptyFolder } from '../../harness/folder.ts'
import { startHost } from '../../harness/passenger/passenger.ts'
import { cargoTarget, frameworks } from '../../harness/project/projects.ts'
import { unoptimise } from '../../harness/project/unoptimise.ts'
import { pathWithZig } from '../../harness/project/zig.ts'

const name = 'my-api'

// Everything that a user does, in the order of the README, with the project's own commands and the real npm, cargo, zig, ssh,
// sshd, Apache and Passenger. Only cloudlinux-selector is a stand-in, since no package has it.
test('a project is created, deployed twice and rolled back, and a broken release is rejected', {
  timeout: 1_200_000,
}, async () => {
  const account = await newAccount()
  await using host = await startHost([{ root: account.root }])
  const url = host.urls[0] as string
  const folder = await emptyFolder()
  const project = path.join(folder, name)
  const env = {
    PATH: `${account.localPrograms}:${await pathWithZig()}`,
    CARGO_TARGET_DIR: cargoTarget,
    O2SWITCH_HOST: '127.0.0.1',
    O2SWITCH_PORT: String(account.port),
    O2SWITCH_USER: account.user,
    O2SWITCH_APP_ROOT: name,
    O2SWITCH_URL: url,
    O2SWITCH_PATIENCE: '24',
  }
  const run = async (script: string, ...args: string[]) => {
    const options = { cwd: project, env, stdin: 'ignore', reject: false } as const
    const { exitCode, stdout, stderr } = await execa('npm', ['run', '--silent', script, '--', ...args], options)
    return { exitCode, stdout, stderr }
  }
  const done = (stdout: string) => ({ exitCode: 0, stdout })
  const page = async (where: string) => (await fetch(url + where)).text()
  const online = async (version: string, text: string) => {
    expect(JSON.parse(await page('/health'))).toEqual({ status: 'ok', name, version, process: 'rust' })
    expect(await page('/')).toBe(text)
  }

  // Create the project, and the app on the host.
  const tool = [path.resolve('bin/create-o2switch-rust.js'), name, '--framework', frameworks[0] as string]
  await execa(process.execPath, [...tool, '--no-git', '--no-build'], { cwd: folder, env, stdin: 'ignore' })
  unoptimise(project)
  const setUp = await run('deploy', '--setup')
  expect(setUp, setUp.stderr).toMatchObject({
    ...done(''),
    stderr: expect.stringContaining(`Created the app ${name} on`),
  })
  expect(await page('/')).toBe('It works!\n')

  // Deploy the first version.
  const bundled = await run('bundle')
  expect(bundled, bundled.stderr).toMatchObject(done(`dist/${name}-0.1.0.tar.gz`))
  const rehearsed = await run('rehearse')
  expect(rehearsed, rehearsed.stderr).toMatchObject({
    ...done(''),
    stderr: expect.stringMatching(
      /^my-api 0\.1\.0 .* stopped, in place of Node\.js \S+ under Passenger[\s\S]*^my-api 0\.1\.0 .* stopped, on Node\.js \S+ under Passenger/m,
    ),
  })
  const deployed = await run('deploy')
  expect(deployed, deployed.stderr).toMatchObject(done(url))
  await online('0.1.0', 'Hello from Rust!\n')

  // Deploy the second one.
  setVersion(project, '0.2.0')
  edit(project, 'src/routes/examples.rs', '"Hello from Rust!\\n"', '"Bonjour !\\n"')
  expect(await run('bundle')).toMatchObject(done(`dist/${name}-0.2.0.tar.gz`))
  const second = await run('deploy')
  expect(second, second.stderr).toMatchObject(done(url))
  await online('0.2.0', 'Bonjour !\n')

  // A release that does not start is rejected by the rehearsal, by the trial, and if that is skipped, once it is live.
  setVersion(project, '0.3.0')
  edit(project, 'src/app.rs', /^pub async fn build[^{]*\{\n/m, (found) => `${found}    Err("no database")?;\n`)
  expect(await run('bundle')).toMatchObject(done(`dist/${name}-0.3.0.tar.gz`))
  const rejections = [
    [4, /The app did not start: no database[\s\S]*Passenger could not start the app/, await run('rehearse')],
    [7, /The app said:\n.*no database\n[\s\S]* {2}Nothing live has changed\.$/, await run('deploy')],
    [5, /-0\.3\.0 was taken back: [\s\S]*-0\.2\.0 is live again, and answers\./, await run('deploy', '--skip-trial')],
  ] as const
  for (const [exitCode, stderr, result] of rejections)
    expect(result).toEqual({ exitCode, stdout: '', stderr: expect.stringMatching(stderr) })
  await online('0.2.0', 'Bonjour !\n')

  // Roll back.
  const back = await run('deploy', '--rollback')
  expect(back, back.stderr).toMatchObject(done(url))
  await online('0.1.0', 'Hello from Rust!\n')
  expect(readdirSync(path.join(account.root, 'releases')).map((id) => id.slice(16))).toEqual(['0.1.0', '0.2.0'])
})

/** An account without a Node.js app, in which --setup can create one. */
async function newAccount() {
  const account = await startAccount()
  rmSync(account.root, { recursive: true })
  rmSync(path.join(account.home, 'nodevenv'), { recursive: true })
  copyFileSync('harness/deploy/cloudlinux-selector', path.join(account.programs, 'cloudlinux-selector'))
  return account
}

/** In both files that have it. */
function setVersion(project: string, version: string): void {
  edit(project, 'Cargo.toml', /^version = ".*"$/m, `version = "${version}"`)
  edit(project, 'package.json', /^ {2}"version": ".*"/m, `  "version": "${version}"`)
}

/** Replaces text in a file of the project, which must contain it. */
function edit(
  project: string,
  file: string,
  old: string | RegExp,
  replacement: string | ((found: string) => string),
): void {
  const source = path.join(project, file)
  const before = readFileSync(source, 'utf8')
  const after = before.replace(old, replacement as string)
  expect(after, `${file} has ${old}`).not.toBe(before)
  writeFileSync(source, after)
}
