import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { options } from '../../harness/tool/options.ts'
import type { Framework } from '../../src/choices/framework.ts'
import { type Language, languages } from '../../src/choices/language.ts'
import { planProject } from '../../src/plan/plan.ts'
import { contractViolations } from '../../src/template/framework-contract.ts'
import { frameworkNames, listFrameworks, readFiles, readTemplate } from '../../src/template/read-template.ts'

const small = 'harness/tool/templates'
const toolkit = 'dist'
const chosen = (framework: Framework) => ({ ...options, framework, ci: 'none', name: 'my-shop' }) as const

test('every folder is a framework, sorted by the order in framework.json', async () => {
  expect(frameworkNames(small)).toEqual(['plain', 'fancy'])
  expect(listFrameworks(small)).toEqual([
    {
      name: 'plain',
      folder: join(small, 'frameworks/plain'),
      title: 'Plain',
      hint: { en: 'the one to start with', fr: 'pour commencer' },
      docs: 'https://example.org/plain',
      answers: 'router',
      server: undefined,
      minimumRust: '1.88',
      crates: ['bytes', 'tokio', 'host'],
    },
    expect.objectContaining({ name: 'fancy' }),
  ])
})

test('a template consists of the base, the language, the framework without framework.json, and the toolkit', async () => {
  const [plain] = listFrameworks(small)
  if (!plain) throw new Error('no framework')
  const files = readTemplate({ templates: small, toolkit }, chosen(plain))
  expect(files.map(({ path }) => path)).toEqual([
    '_gitignore',
    'braces.txt',
    'hello.sh',
    'package.json.hbs',
    'README.md.hbs',
    'Cargo.lock',
    'Cargo.toml.hbs',
    'src/app.rs',
    'scripts/o2switch.mjs',
    'scripts/o2switch.third-party.cjs',
    'scripts/o2switch.sha256',
  ])
  expect(files.filter(({ executable }) => executable).map(({ path }) => path)).toEqual(['hello.sh'])
})

test('every real framework has a title, hints, docs and a unique order', async () => {
  const frameworks = listFrameworks('templates')
  expect(frameworks.map(({ name }) => name).sort()).toEqual((await readdir('templates/frameworks')).sort())
  for (const { title, hint, docs } of frameworks) {
    for (const [language, line] of Object.entries(hint)) {
      const { colon } = languages[language as Language].steps
      expect(`${title}${colon}${line}`.length, 'fits into a prompt of 80 columns with its mark').toBeLessThan(75)
      expect(line).toMatch(/^.{10,120}$/)
    }
    expect(title).toMatch(/\w/)
    expect(docs).toMatch(/^https:\/\//)
  }
  const orders = frameworks.map(({ folder }) => JSON.parse(readFileSync(join(folder, 'framework.json'), 'utf8')).order)
  expect(new Set(orders).size).toBe(frameworks.length)
})

test.each(frameworkNames('templates'))('%s fulfils the contract of custom frameworks', async (name) => {
  expect(contractViolations(readFiles(join('templates/frameworks', name)))).toEqual([])
})

test.each(frameworkNames('templates'))('the real template of %s renders', async (name) => {
  const framework = listFrameworks('templates').find((one) => one.name === name)
  if (!framework) throw new Error(`no ${name}`)
  const template = readTemplate({ templates: 'templates', toolkit }, chosen(framework))
  const plan = planProject(chosen(framework), { template, version: '1.2.3' })
  const text = (path: string) => Buffer.from(plan.files.find((file) => file.path === path)?.content ?? '').toString()
  expect(text('Cargo.toml')).toContain('name = "my-shop"')
  expect(text('Cargo.lock')).toContain('name = "my-shop"')
  expect(JSON.parse(text('package.json')).name).toBe('my-shop')
  expect(framework.minimumRust).toMatch(/^1\.\d+/)
  expect(plan.scripts).toEqual(expect.arrayContaining(['dev', 'build', 'start', 'test']))
  expect(plan.files.map(({ path }) => path)).toContain('.gitignore')
})

test('frameworks on hyper share the files of its server, and bring none of their own', () => {
  const onHyper = listFrameworks('templates').filter(({ server }) => server === 'hyper')
  expect(onHyper.map(({ name }) => name)).toEqual(['axum', 'warp'])
  const shared = readFiles('templates/servers/hyper').map(({ path }) => path)
  expect(shared).toEqual(['host/src/middleware.rs', 'host/src/server.rs'])
  for (const framework of onHyper) {
    const template = readTemplate({ templates: 'templates', toolkit }, chosen(framework)).map(({ path }) => path)
    expect(template).toEqual(expect.arrayContaining(shared))
  }
})

test.each(frameworkNames('templates'))('a project of %s has at most 25 files to edit, and 24 others', (name) => {
  const framework = listFrameworks('templates').find((one) => one.name === name)
  if (!framework) throw new Error(`no ${name}`)
  const template = readTemplate({ templates: 'templates', toolkit }, chosen(framework))
  const paths = planProject(chosen(framework), { template, version: '1.2.3' }).files.map(({ path }) => path)
  const others = paths.filter((path) => /^(host|scripts)\/|lock/.test(path))
  expect(others.length).toBeLessThanOrEqual(24)
  expect(paths.length - others.length).toBeLessThanOrEqual(25)
})
