import { join } from 'node:path'
import { expect, test } from 'vitest'
import { filesIn } from '../../harness/folder.ts'
import { bundle, type Contents, createProject } from '../../harness/toolkit/project.ts'

function projectWith(include: unknown, contents: Contents = {}) {
  return createProject({ 'package.json': JSON.stringify({ o2switch: { include } }), ...contents })
}

const contents = {
  'views/home.html': 'x',
  'views/home.html.bak': 'x',
  'data/seed/cities.json': '[]',
  'data/notes.txt': 'x',
  'start.js': 'module.exports = 1',
  'public/logo.svg': 'x',
}
const always = ['SHA256SUMS', 'app.js', 'app.node', 'my-shop-1.2.3.tar.gz', 'package.json', 'public', 'tmp']

test.each([
  [undefined, ['public/logo.svg']],
  [[], []],
  [['./public/'], ['public/logo.svg']],
  [
    ['views', 'data/seed', 'start.js', 'app.js', 'views/home.html'],
    ['data', 'data/seed', 'data/seed/cities.json', 'start.js', 'views', 'views/home.html'],
  ],
])('"include": %j selects the files of the bundle', async (include, more) => {
  const app = "const start = require('./start')"
  const root = await projectWith(include, { ...contents, ...(more.includes('start.js') ? { 'app.js': app } : {}) })
  expect(await bundle(root)).toMatchObject({ exitCode: 0 })
  expect(await filesIn(join(root, 'dist'))).toEqual([...always, ...more].sort())
})

test.each([
  ['public', /"o2switch"\."include" must be a list of files and folders, not "public"/],
  [{ public: true }, /must be a list/],
  [null, /must be a list/],
  [[1], /"include" contains 1, which is not a path inside the project/],
  [[''], /contains ""/],
  [['.'], /contains "\."/],
  [['../x'], /contains "\.\.\/x"/],
  [['public/../../x'], /contains "public\/\.\.\/\.\.\/x"/],
  [['/etc/hostname'], /contains "\/etc\/hostname"/],
  [['C:\\x'], /contains "C:\\\\x"/],
  [['C:/x'], /contains "C:\/x"/],
  [['public\\x'], /contains "public\\\\x"/],
  [['app.node'], /contains "app\.node", which the bundle always has/],
  [['./package.json'], /contains "package\.json", which the bundle always has/],
  [['views'], /views is missing, and package\.json's "o2switch"\."include" names it/],
])('"include": %j is rejected', async (include, message) => {
  const { exitCode, stdout, stderr } = await bundle(await projectWith(include))
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr).toMatch(message)
  expect(stderr.trim().split('\n')).toHaveLength(2)
})

test.each([
  ['{ "o2switch": [] }', /"o2switch" must be an object/],
  ['[]', /package\.json must be an object/],
  ['{', /package\.json is not JSON/],
  [undefined, /package\.json cannot be read: there is no such file/],
])('a package.json that is %s is rejected', async (content, message) => {
  const result = await bundle(await createProject({ 'package.json': content }))
  expect(result).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(message) })
})

test('in a folder that is not a project, dist/ is kept', async () => {
  const root = await createProject({ 'package.json': undefined, 'dist/x': 'somebody else' })
  expect(await bundle(root)).toMatchObject({ exitCode: 2 })
  expect(await filesIn(join(root, 'dist'))).toEqual(['x'])
})

test('a missing addon and an invalid SOURCE_DATE_EPOCH are rejected', async () => {
  const root = await createProject()
  expect(await bundle(root, {}, ['--addon', 'no.node'])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('The addon no.node cannot be read: there is no such file.'),
  })
  expect(await bundle(root, { SOURCE_DATE_EPOCH: 'today' })).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('SOURCE_DATE_EPOCH must be a number of seconds since 1970, not "today".'),
  })
})

test('bundle --lang fr reports errors in French', async () => {
  const root = await projectWith('public')
  const { exitCode, stderr } = await bundle(root, {}, ['--addon', 'built.node', '--lang', 'fr'])
  expect(exitCode).toBe(2)
  expect(stderr).toContain('o2switch.include doit être une liste')
})
