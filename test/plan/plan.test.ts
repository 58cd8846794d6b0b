import { expect, test } from 'vitest'
import { options } from '../../harness/tool/options.ts'
import { nextSteps } from '../../src/plan/next-steps.ts'
import type { Options } from '../../src/plan/options.ts'
import { planProject } from '../../src/plan/plan.ts'
import type { TemplateFile } from '../../src/template/template-file.ts'

const destination = { path: '/home/user/my-api', shown: 'my-api', folder: 'my-api', exists: false }

function file(path: string, content = '', executable = false): TemplateFile {
  return { path, content: Buffer.from(content), executable }
}

function planOf(template: TemplateFile[], changes: Partial<Options> = {}) {
  return planProject({ ...options, ...changes }, { template, version: '1.2.3' })
}

function rendered(...template: TemplateFile[]): Record<string, string> {
  return Object.fromEntries(planOf(template).files.map(({ path, content }) => [path, Buffer.from(content).toString()]))
}

test('*.hbs files are rendered and lose their suffix; other files are unchanged', () => {
  const files = rendered(file('a/b.txt.hbs', '{{crateName}} {{toolVersion}}'), file('c.yml', '{{ x }} ${{ y }}\r\n'))
  expect(files).toEqual({ 'a/b.txt': 'my-api 1.2.3', 'c.yml': '{{ x }} ${{ y }}\r\n' })
})

test('binary files are unchanged', () => {
  const content = Buffer.from([0xff, 0x00, 0xfe])
  expect(planOf([{ path: 'icon.png', content, executable: false }]).files[0]?.content).toBe(content)
})

test('_git… and _github/ become .git… and .github/; other underscores stay', () => {
  const paths = [
    '_gitignore',
    'a/_gitattributes',
    '_github/x.yml',
    '_gitlab-ci.yml',
    '_gitea/x.yml',
    '_gitignore.hbs',
    '__gitkeep',
    '_other',
    'a_gitignore',
  ]
  expect(paths.map((path) => Object.keys(rendered(file(path)))[0])).toEqual([
    '.gitignore',
    'a/.gitattributes',
    '.github/x.yml',
    '.gitlab-ci.yml',
    '_gitea/x.yml',
    '.gitignore',
    '__gitkeep',
    '_other',
    'a_gitignore',
  ])
})

test('two template files for one path are an error', () => {
  expect(() => planOf([file('a.txt'), file('a.txt')])).toThrow('two files for a.txt')
  expect(() => planOf([file('a.txt'), file('a.txt.hbs')])).toThrow('two files for a.txt')
})

test("Cargo.lock gets the project's name", () => {
  const lock = '[[package]]\nname = "template-crate-name"\n'
  expect(rendered(file('Cargo.lock', lock))['Cargo.lock']).toContain('name = "my-api"')
})

test('the executable bit is kept', () => {
  expect(planOf([file('a', '', true), file('b')]).files.map(({ executable }) => executable)).toEqual([true, false])
})

test('the scripts are read from the rendered file', () => {
  const plan = planOf([file('package.json.hbs', '{ "name": "{{npmName}}", "scripts": { "dev": "", "deploy": "" } }')])
  expect(plan.scripts).toEqual(['dev', 'deploy'])
})

test.each([
  [{}, ['npm install', 'npm run build'], true],
  [{ build: false }, ['npm install'], true],
  [{ install: false, build: false }, [], true],
  [{ git: false }, ['npm install', 'npm run build'], false],
])('with the options %j, the plan runs %j; a first commit: %s', (changes, titles, commits) => {
  const { install, build, commit } = planOf([], changes)
  expect([install, build].flatMap((step) => step?.title ?? [])).toEqual(titles)
  expect(commit !== undefined).toBe(commits)
})

test.each([
  ['.', []],
  ['my-api', ['cd my-api']],
  ['a/b c', ["cd 'a/b c'"]],
  ["it's", ["cd 'it'\\''s'"]],
  ['-x', ['cd ./-x']],
  ['$(x)', ["cd '$(x)'"]],
  ['a\\b', ["cd 'a\\b'"]],
])('the next steps for the folder %s start with %j', (shown, expected) => {
  const plan = { ...planOf([]), destination: { ...destination, shown } }
  expect(nextSteps(plan, { installed: true, built: true })).toEqual(expected)
})

test.each([
  ['D:\\My Work\\x', ['cd "D:\\My Work\\x"']],
  ['a\\b', ['cd a\\b']],
])('the next steps for the folder %s on Windows start with %j', (shown, expected) => {
  const plan = { ...planOf([]), destination: { ...destination, path: 'C:\\a\\b', shown } }
  expect(nextSteps(plan, { installed: true, built: true })).toEqual(expected)
})

test('the next steps start with what was left out, and list only scripts of the project', () => {
  const plan = planOf([file('package.json', '{ "scripts": { "deploy": "", "dev": "", "test": "" } }')])
  const commands = nextSteps(plan, { installed: false, built: false })
  expect(commands).toEqual(['cd my-api', 'npm install', 'npm run build', 'npm run dev', 'npm run deploy'])
})
