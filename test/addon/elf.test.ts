import { readFileSync } from 'node:fs'
import { execa } from 'execa'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { link } from '../../harness/project/link.ts'
import { highestGlibc } from '../../src/addon/elf.ts'

test('highestGlibc agrees with readelf for node and all libraries that it has loaded', async () => {
  const mapped = readFileSync('/proc/self/maps', 'utf8').split('\n')
  const paths = new Set(mapped.flatMap((line) => /\/\S*(\.(so|node)\b\S*|\/node)$/.exec(line)?.[0] ?? []))
  expect(paths.size).toBeGreaterThan(4)
  for (const path of paths) expect(highestGlibc(readFileSync(path)), path).toBe(await highestAccordingToReadelf(path))
})

test.each([
  [['GLIBC_2.9', 'GLIBC_2.34', 'GLIBC_2.4'], '2.34'],
  [['GLIBC_2.2.5', 'GLIBC_2.2'], '2.2.5'],
  [['GLIBC_2.4', 'GLIBC_ABI_DT_RELR'], '2.36'],
  [['GLIBC_2.38', 'GLIBC_ABI_DT_RELR'], '2.38'],
  [['GLIBC_PRIVATE', 'GLIBCXX_3.4.30', 'GCC_3.0'], undefined],
])('an addon that requires %j needs glibc %s', async (versions, highest) => {
  const { addon, library } = await link({ versions })
  expect(highestGlibc(addon)).toBe(highest)
  expect(highestGlibc(library), 'a library that only provides versions').toBe(undefined)
})

test.each([
  ['an empty file', Buffer.alloc(0)],
  ['a text file', Buffer.from('GLIBC_2.34\0')],
  ['a Windows program', Buffer.from('MZ\x90\0GLIBC_2.34\0', 'latin1')],
  ['a macOS library', Buffer.from('\xcf\xfa\xed\xfeGLIBC_2.34\0', 'latin1')],
  ['a 32-bit program', Buffer.from('\x7fELF\x01\x01GLIBC_2.34\0', 'latin1')],
  ['a big-endian program', Buffer.from('\x7fELF\x02\x02GLIBC_2.34\0', 'latin1')],
])('%s requires no glibc', (_, file) => {
  expect(highestGlibc(file)).toBe(undefined)
})

test('highestGlibc never throws for a damaged file', async () => {
  const { addon } = await link({ versions: ['GLIBC_2.9', 'GLIBC_2.34'] })
  for (let length = 0; length < addon.length; length++)
    expect(highestGlibc(addon.subarray(0, length)), `the first ${length} bytes`).toBe(undefined)

  const damage = fc.array(fc.tuple(fc.nat(addon.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 })
  const inHeaders = fc.array(fc.tuple(fc.nat(63), fc.nat(255)), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(fc.oneof(damage, inHeaders), (changes) => {
      const damaged = Uint8Array.from(addon)
      for (const [offset, byte] of changes) damaged[offset] = byte
      expect(highestGlibc(damaged)).toSatisfy((found) => found === undefined || /^\d+(\.\d+)+$/.test(found))
    }),
    { numRuns: 5_000 },
  )
})

async function highestAccordingToReadelf(path: string): Promise<string | undefined> {
  const { stdout } = await execa('readelf', ['--version-info', '--wide', path], { env: { LC_ALL: 'C' } })
  const needs = stdout.split('Version needs section')[1]?.split('\n\n')[0] ?? ''
  const found = [...needs.matchAll(/Name: GLIBC_(?:(\d[\d.]*)|ABI_DT_RELR)\s/g)].map(([, version]) => version ?? '2.36')
  const inOrder = found.sort((one, other) => one.localeCompare(other, 'en', { numeric: true }))
  return inOrder.at(-1)
}
