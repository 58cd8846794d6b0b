import { expect, test } from 'vitest'
import { isIgnorable } from '../../src/destination/ignorable-entries.ts'

test.each([
  ['.git', '.gitignore', '.gitattributes', '.gitkeep', '.hg'],
  ['README.md', 'readme', 'LICENSE', 'LICENSE.txt', 'LICENSE-MIT', 'licence.md', 'CHANGELOG.md', 'docs', 'mkdocs.yml'],
  ['.github', '.gitlab-ci.yml', '.travis.yml'],
  ['.idea', '.vscode', '.editorconfig', 'my api.iml', 'x.code-workspace'],
  ['.DS_Store', 'Thumbs.db', 'npm-debug.log', 'yarn-error.log'],
])('%s and the like are ignored', (...names) => {
  expect(names.filter((name) => !isIgnorable(name))).toEqual([])
})

test.each([
  'src',
  'package.json',
  'Cargo.toml',
  'index.html',
  '.env',
  'node_modules',
  'target',
  'readmes',
  'x.git',
  '.gitx',
  'docs.zip',
  'licenses',
  'app.js.bak',
])('%s is not ignored', (name) => {
  expect(isIgnorable(name)).toBe(false)
})
