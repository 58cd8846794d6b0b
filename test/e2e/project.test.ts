import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { startHost } from '../../harness/passenger/passenger.ts'
import { freePorts } from '../../harness/ports.ts'
import { startApp } from '../../harness/project/app.ts'
import { buildContext } from '../../harness/project/build-context.ts'
import { grow } from '../../harness/project/grown.ts'
import { nodeBinary } from '../../harness/project/node-binary.ts'
import { cargoTarget, frameworks, hostTuple } from '../../harness/project/projects.ts'
import { temporaryAppRoot } from '../../harness/project/temporary-app-root.ts'
import { until } from '../../harness/until.ts'

// Outside this checkout, from the tarball that would be published, with real npm, cargo, git, Apache and Passenger.
let folder: string
let tool: string
const identity = { GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@example.org' }
const env = {
  ...identity,
  GIT_COMMITTER_NAME: identity.GIT_AUTHOR_NAME,
  GIT_COMMITTER_EMAIL: identity.GIT_AUTHOR_EMAIL,
  CARGO_TARGET_DIR: cargoTarget,
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'create-o2switch-rust-'))
  const { stdout } = await execa('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]) // dist/ is built
  const tarball = path.join(folder, JSON.parse(stdout.slice(stdout.indexOf('[')))[0].filename)
  writeFileSync(path.join(folder, 'package.json'), '{}')
  await execa('npm', ['install', '--no-audit', '--no-fund', tarball], { cwd: folder })
  tool = path.join(folder, 'node_modules', '.bin', 'create-o2switch-rust')
})
afterAll(() => rm(folder, { recursive: true }))

test('a project inside another cargo workspace does not become a member of it', async () => {
  const around = path.join(folder, 'workspace')
  await mkdir(around)
  writeFileSync(path.join(around, 'Cargo.toml'), '[workspace]\nmembers = []\n')
  const args = ['inside', '--framework', frameworks[0] as string, '--no-install']
  await execa(tool, args, { cwd: around, env, stdin: 'ignore' })
  const { stdout } = await execa('cargo', ['metadata', '--locked', '--no-deps'], { cwd: path.join(around, 'inside') })
  expect(JSON.parse(stdout).workspace_root).toBe(path.join(around, 'inside'))
})

describe.each(frameworks)('a project with %s', (framework) => {
  const name = `my-${framework}`
  const project = () => path.join(folder, name)

  test('is created, installed, committed and built by one command', async () => {
    const { stdout, stderr } = await execa(tool, [name, '--framework', framework, '--verbose'], {
      cwd: folder,
      env,
      stdin: 'ignore',
    })
    expect(stdout).toMatch(new RegExp(`^Your API is in ${name}: .*, addon of \\d+\\.\\d MB, in `, 'm'))
    expect(stdout).toContain(`  cd ${name}\n  npm run dev\n`)
    expect(stderr, 'npm install prints no warnings').not.toMatch(/EBADENGINE|deprecated|vulnerab/)
    expect(stderr, 'napi warns of nothing but the type definitions, which are not needed').not.toMatch(
      /WARNING(?!.*`type-def`)/,
    )

    const git = async (...args: string[]) => (await execa('git', args, { cwd: project() })).stdout
    expect(await git('log', '--format=%s')).toMatch(/^Start from create-o2switch-rust \d/)
    expect(await git('status', '--short'), 'the build changes no file of the project').toBe('')
    expect(await git('ls-files')).toContain('package-lock.json')
  })

  test('answers behind Apache and Passenger', async () => {
    await using host = await startHost([{ root: await temporaryAppRoot(project()) }])
    expect(await (await fetch(`${host.urls[0]}/`)).text()).toBe('Hello from Rust!\n')
    expect(await (await fetch(`${host.urls[0]}/health`)).json()).toMatchObject({ status: 'ok', name, version: '0.1.0' })
  })

  // What its tests say of a new project, cargo.test.ts says as well.
  test('grows a module, a route, a test, a job, a task, a binary and a crate, each in one place', async () => {
    await grow(project(), framework)
    const options = { cwd: project(), env, stdin: 'ignore' } as const
    // npm test compiles all dependencies in the dev profile. It is the same command for each framework: once is enough.
    const isFirst = framework === frameworks[0]
    const compiledBefore = isFirst ? [] : ['--release', '--target', hostTuple()]
    const [program, args] = isFirst ? ['npm', ['test']] : ['cargo', ['test', ...compiledBefore]]
    const { stdout: tested } = await execa(String(program), args, options)
    expect(tested).toMatch(/^test counts_visits \.\.\. ok$/m)
    if (isFirst) expect(tested).toMatch(/^# pass 1$/m)

    const task = ['run', 'words', 'one', 'two']
    const run = ['run', ...compiledBefore, '--', ...task]
    const { exitCode, stderr } = await execa('cargo', run, { ...options, reject: false })
    expect(exitCode, 'the exit code of the task, not of the other binary').toBe(2)
    const compiled = [...stderr.matchAll(/Compiling (\S+)/g)].map(([, crate]) => crate)
    expect(
      compiled.filter((crate) => crate !== name),
      'what the tests have compiled is used again',
    ).toEqual([])

    await execa('npm', ['run', 'build'], options)
    const inNode = await execa(process.execPath, ['app.js', ...task], { ...options, reject: false })
    expect(inNode.exitCode).toBe(2)
    const app = startApp([process.execPath, 'app.js'], project())
    const response = await fetch(`${await app.url()}/visits`)
    expect(await response.json()).toEqual({ visits: 0, words: 3 })
    app.child.kill('SIGTERM')
    expect(await app.exited).toBe(0)
    expect(app.output.stderr).toMatch(/grown: the job runs[\s\S]*grown: the job has ended/)

    const context = await buildContext(project())
    const image = ['build', '--locked', '--release', '--bin', name, '--target', hostTuple()]
    await execa('cargo', image, { ...options, cwd: context })
  })
})

test.each([22, 24])('npm install on Node %i prints no warnings', async (major) => {
  const copy = await mkdtemp(path.join(os.tmpdir(), 'install-'))
  onTestFinished(() => rm(copy, { recursive: true }))
  for (const file of ['package.json', 'package-lock.json'])
    copyFileSync(path.join(folder, `my-${frameworks[0]}`, file), path.join(copy, file))
  const { stdout: npm } = await execa('sh', ['-c', 'realpath "$(command -v npm)"'])
  const { stdout, stderr } = await execa(await nodeBinary(major), [npm, 'install'], { cwd: copy, stdin: 'ignore' })
  expect(stdout).toContain('added ')
  expect(stderr).not.toMatch(/EBADENGINE|deprecated/)
})

test('npm run dev serves each change, and keeps the last good version when one does not compile', async () => {
  const project = path.join(folder, `my-${frameworks[0]}`)
  const source = path.join(project, 'src/routes/examples.rs')
  const original = readFileSync(source, 'utf8')
  const [port] = await freePorts(1)
  const serves = (text: string) => async () =>
    (await fetch(`http://127.0.0.1:${port}/`).then((response) => response.text(), String)) === text
  const dev = execa('npm', ['run', 'dev'], {
    cwd: project,
    env: { ...env, PORT: String(port) },
    stdin: 'ignore',
    all: true,
    detached: true,
    reject: false,
  })
  let over = false
  dev.finally(() => {
    over = true
  })
  let output = ''
  dev.all?.on('data', (data) => {
    output += data
  })
  onTestFinished(() => {
    if (!over) process.kill(-(dev.pid as number), 'SIGKILL')
  })

  await until(serves('Hello from Rust!\n'), 'the first version')
  writeFileSync(source, original.replace('Hello from Rust!', 'Bonjour !'))
  await until(serves('Bonjour !\n'), 'the second version')

  writeFileSync(source, `${original}\nthis is not Rust\n`)
  await until(() => output.includes('The last version that compiled is still served.'), 'the error')
  expect(output, "the compiler's error").toContain('src/routes/examples.rs')
  expect(await serves('Bonjour !\n')()).toBe(true)

  writeFileSync(source, original)
  await until(serves('Hello from Rust!\n'), 'the fixed version')

  const stream = await fetch(`http://127.0.0.1:${port}/stream`)
  process.kill(-(dev.pid as number), 'SIGINT') // to the whole process group, as a terminal sends Ctrl-C
  expect(await stream.text(), 'the response in flight').toMatch(/line 5\n$/)
  await dev
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
})
