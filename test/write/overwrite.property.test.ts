import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { file, planFor } from '../../harness/tool/plan.ts'
import { plant, type Tree, treeOf } from '../../harness/tree.ts'
import { parentFolders } from '../../src/destination/existing-files.ts'
import { UsageError } from '../../src/errors/errors.ts'
import { writeProject } from '../../src/write/write-project.ts'

const template = [
  file('.gitignore', '/target\n'),
  file('README.md', 'ours'),
  file('app.js', 'ours'),
  file('package.json', '{}'),
  file('run.sh', 'ours', true),
  file('src/deep/x.rs', 'ours'),
  file('src/lib.rs', 'ours'),
]

// The paths that matter: those of the template and of the backups, and their parents and children.
const places = [
  ...template.flatMap(({ path }) => [path, `${path}.bak`, `${path}.2.bak`]),
  ...['src', 'src/deep', 'src/other', 'app.js/x', 'src/lib.rs/x', 'other'],
  ...['README.o2switch.md', 'package-lock.json', 'package-lock.json.bak', 'APP.JS.BAK', 'readme.txt'],
]
const contents = ['ours', 'theirs', '', '{}', '/target\n', '*.log', '/', '-> ../out', '-> nowhere', '-> app.js']

/** Possible contents of a folder: without entries below a file or a link. */
const trees = fc
  .dictionary(fc.constantFrom(...places), fc.constantFrom(...contents), { maxKeys: 12 })
  .map((tree) => withoutImpossible(tree))

function withoutImpossible(tree: Tree): Tree {
  const possible = Object.entries(tree).filter(([path]) =>
    parentFolders(path).every((folder) => (tree[folder] ?? '/') === '/'),
  )
  return Object.fromEntries(possible)
}

type Run = { before: Tree; after: Tree; error: unknown }

/** Plans for a folder with `tree`, and writes after `more` has been added. */
async function overwrite(tree: Tree, more: Tree = {}): Promise<Run> {
  const root = await mkdtemp(join(tmpdir(), 'create-o2switch-rust-test-'))
  try {
    await plant(root, { 'my/other': 'theirs', ...Object.fromEntries(below('my', tree)), 'out/lib.rs': 'outside' })
    const planned = await planFor(join(root, 'my'), template, { overwrite: true }).catch((error: unknown) => error)
    await plant(root, Object.fromEntries(below('my', more))).catch(() => {}) // stops where an entry already exists
    const before = await treeOf(root)
    const error = planned instanceof Error ? planned : await writeProject(planned as never).catch((error) => error)
    return { before, after: await treeOf(root), error: error instanceof Error ? error : undefined }
  } finally {
    await rm(root, { recursive: true })
  }
}

function below(folder: string, tree: Tree): [string, string][] {
  return Object.entries(tree).map(([path, content]) => [`${folder}/${path}`, content])
}

/** Where the entry from `path` may be afterwards. */
function namesOf(path: string): string[] {
  return [path, `${path}.bak`, ...Array.from({ length: 9 }, (_, index) => `${path}.${index + 2}.bak`)]
}

function expectNothingLost({ before, after, error }: Run): void {
  if (error) expect(error).toBeInstanceOf(UsageError)
  if (error) expect(after).toEqual(before)
  for (const [path, content] of Object.entries(before)) {
    const kept = namesOf(path).some((name) => after[name] === content)
    expect(kept, `${path} (${content})`).toBe(true)
  }
  expect(Object.keys(after).filter((path) => /\/\.x-/.test(path))).toEqual([])
}

test('--overwrite loses no file, whatever the folder contains', { timeout: 120_000 }, async () => {
  let written = 0
  await fc.assert(
    fc.asyncProperty(trees, async (tree) => {
      const run = await overwrite(tree)
      expectNothingLost(run)
      if (run.error) return
      written++
      for (const { path, content } of template) {
        const ours = path === 'README.md' ? [path, 'README.o2switch.md'] : [path]
        expect(ours.some((path) => run.after[`my/${path}`]?.includes(Buffer.from(content).toString()))).toBe(true)
      }
      const replaced = Object.keys(run.before).filter((path) => run.after[path] !== run.before[path])
      const allowed = [...template.map(({ path }) => path), 'README.o2switch.md', 'package-lock.json']
      expect(replaced.filter((path) => !allowed.includes(path.slice(3)))).toEqual([])
    }),
    { numRuns: 120 },
  )
  expect(written).toBeGreaterThan(20) // otherwise nearly all generated trees are rejected
})

test('--overwrite loses no file that appears after planning', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(trees, trees, async (tree, more) => expectNothingLost(await overwrite(tree, more))),
    { numRuns: 80 },
  )
})
