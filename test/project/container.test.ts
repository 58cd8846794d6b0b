import { readFileSync } from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { startApp } from '../../harness/project/app.ts'
import { buildContext, patternsIn } from '../../harness/project/build-context.ts'
import { cargoTarget, frameworks, hostTuple, renderProject } from '../../harness/project/projects.ts'
import { neededLibraries } from '../../src/addon/elf.ts'

const dockerfile = readFileSync('templates/base/Dockerfile.hbs', 'utf8')

test.each(frameworks)('what the Dockerfile copies builds a %s server without Node', async (framework) => {
  const project = await renderProject(framework, `container-${framework}`)
  const { name } = project
  expect(dockerfile).toContain('\nCOPY . .\n')
  const context = await buildContext(project.root)
  const args = ['build', '--locked', '--release', '--bin', name, '--target', hostTuple(), '--target-dir', cargoTarget]
  await execa('cargo', args, { cwd: context, stdin: 'ignore' })

  const server = path.join(cargoTarget, hostTuple(), 'release', name)
  const binary = readFileSync(server)
  expect(binary.includes('napi_'), 'a trace of Node-API').toBe(false)
  // From libc6 and libgcc-s1, which every Debian image has.
  const inSlim = ['ld-linux-x86-64.so.2', 'libc.so.6', 'libgcc_s.so.1', 'libm.so.6']
  expect(inSlim).toEqual(expect.arrayContaining(neededLibraries(binary)))

  const app = startApp([server], context, { HOST: '127.0.0.1', NODE_ENV: 'production' })
  expect(await (await fetch(`${await app.url()}/health`)).json()).toEqual({
    status: 'ok',
    name,
    version: '0.1.0',
    process: 'rust',
  })
  app.child.kill('SIGTERM')
  expect(await app.exited).toBe(0)
})

test('the image runs as the user nobody and listens on all addresses', () => {
  const [, final = ''] = dockerfile.split(/^(?=FROM debian)/m)
  expect(final).toMatch(
    /^ENV HOST=0\.0\.0\.0 PORT=3000\n(.*\n)*USER nobody\nENTRYPOINT \["\/usr\/local\/bin\/server"\]\n$/m,
  )
  expect(final).not.toContain('RUN')
})

test('the image leaves out everything that git ignores', () => {
  const gitIgnored = patternsIn(readFileSync('templates/base/_gitignore', 'utf8'))
  const dockerIgnored = patternsIn(readFileSync('templates/base/.dockerignore', 'utf8'))
  expect(dockerIgnored).toEqual(expect.arrayContaining(gitIgnored))
})
