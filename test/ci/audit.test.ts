import { chmod } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { execa } from 'execa'
import { outputFile } from 'fs-extra/esm'
import { expect, test } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'

/** The outcome of a check of `npm run audit` for a folder, with these programs first on the PATH. */
async function outcome(file: string, check: string, folder: string, programs: Record<string, string> = {}) {
  const first = await emptyFolder()
  for (const [name, script] of Object.entries(programs)) {
    await outputFile(join(first, name), `#!/bin/sh\n${script}\n`)
    await chmod(join(first, name), 0o755)
  }
  const code = `import { ${check} } from '${join(process.cwd(), 'scripts/audit', file)}'
    console.log(JSON.stringify(${check}(${JSON.stringify(folder)})))`
  const env = { PATH: [first, process.env.PATH].join(delimiter) }
  const { stdout } = await execa(process.execPath, ['--input-type=module', '--eval', code], { env })
  return JSON.parse(stdout)
}

async function crateLocking(version: string, checksum: string): Promise<string> {
  const folder = await emptyFolder()
  await outputFile(join(folder, 'src/lib.rs'), '')
  const manifest = '[package]\nname = "x"\nversion = "0.1.0"\nedition = "2024"\n\n[dependencies]\nslab = "0.4"\n'
  await outputFile(join(folder, 'Cargo.toml'), manifest)
  const source = 'registry+https://github.com/rust-lang/crates.io-index'
  const slab = `[[package]]\nname = "slab"\nversion = "${version}"\nsource = "${source}"\nchecksum = "${checksum}"\n`
  const own = '[[package]]\nname = "x"\nversion = "0.1.0"\ndependencies = [\n "slab",\n]\n'
  await outputFile(join(folder, 'Cargo.lock'), `version = 4\n\n${slab}\n${own}`)
  return folder
}

test('finds a version that is yanked on crates.io, and reports no other', async () => {
  const yanked = await crateLocking('0.4.10', '04dc19736151f35336d325007ac991178d504a119863a2fcb3758cdb5e52c50d')
  const { kind, details } = await outcome('yanked.mjs', 'yankedCrates', yanked)
  expect(kind).toBe('found')
  expect(details).toContain('`slab v0.4.10` in Cargo.lock is yanked')

  const good = await crateLocking('0.4.12', '0c790de23124f9ab44544d7ac05d60440adc586479ce501c1d6d7da3cd8c9cf5')
  expect(await outcome('yanked.mjs', 'yankedCrates', good)).toEqual({ kind: 'passed' })
})

test('a lock file that cargo cannot read counts as unchecked', async () => {
  const folder = await crateLocking('0.4.12', 'no checksum')
  expect(await outcome('yanked.mjs', 'yankedCrates', folder)).toMatchObject({ kind: 'unchecked' })
})

test.each([
  [
    'a vulnerability',
    1,
    { vulnerabilities: { x: { severity: 'high', range: '<2' } } },
    { kind: 'found', details: 'high: x <2' },
  ],
  ['no vulnerability', 0, { vulnerabilities: {} }, { kind: 'passed' }],
  [
    'a registry error',
    1,
    { message: '405 Method Not Allowed' },
    { kind: 'unchecked', details: '405 Method Not Allowed' },
  ],
])('npm audit reports %s', async (_, code, report, expected) => {
  const npm = `echo '${JSON.stringify(report)}'; exit ${code}`
  expect(await outcome('npm.mjs', 'vulnerablePackages', '.', { npm })).toEqual(expected)
})

test('npm audit without output counts as unchecked', async () => {
  expect(await outcome('npm.mjs', 'vulnerablePackages', '.', { npm: 'exit 0' })).toMatchObject({ kind: 'unchecked' })
})
