import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { emptyFolder } from '../../harness/folder.ts'
import { type LinkOptions, link } from '../../harness/project/link.ts'
import { inEnglish } from '../../src/text/localized.ts'
import { checkBinary } from '../../src/toolkit/bundle/check-binary.ts'

const tls = '__thread int x __attribute__((tls_model("initial-exec"))); int g() { return x; }'
const assembler = 'asm(".section .note.GNU-stack,\\"x\\",@progbits");'
const oldRunPath = ['-Wl,--disable-new-dtags', '-Wl,-rpath,$ORIGIN:/opt/lib']

// tikv-jemallocator, mimalloc, assembler files, `-C link-arg=-Wl,-rpath`, a C library that was forgotten: each has been met.
test.each<[string, LinkOptions, RegExp]>([
  ['static thread-local storage', { code: tls }, /static thread-local storage.* "disable_initial_exec_tls"/],
  ['text relocations', { code: 'asm(".text; .quad g0");', flags: ['-Wl,-z,notext'] }, /text relocations.* -fPIC/],
  ['an executable stack', { flags: ['-Wl,-z,execstack'] }, /wants a stack that can be executed/],
  ['an assembler file that says nothing of its stack', { code: assembler }, /wants a stack that can be executed/],
  ['a ban on dlopen', { flags: ['-Wl,-z,nodlopen'] }, /no library that Node can load: .*nodlopen/],
  ['a run path', { flags: ['-Wl,-rpath,/home/me/lib'] }, /searches for libraries in \/home\/me\/lib,/],
  ['an old run path after its own', { flags: oldRunPath }, /searches for libraries in \/opt\/lib,/],
  ['a function of no library', { code: 'void nobody(void); void h() { nobody(); }' }, /calls nobody, which is in none/],
])('an addon that dlopen may reject because of %s is not bundled', async (_, how, expected) => {
  expect(await problemsOf((await link(how)).addon)).toMatch(expected)
})

test('a program is no addon: position-independent or not', async () => {
  const folder = await emptyFolder()
  writeFileSync(join(folder, 'x.c'), 'int main() { return 0; }')
  for (const flags of [
    ['-fPIE', '-pie'],
    ['-fno-pie', '-no-pie'],
  ]) {
    await execa('cc', ['x.c', ...flags, '-o', 'x'], { cwd: folder })
    expect(await problemsOf(readFileSync(join(folder, 'x')))).toContain(
      'is no library that Node can load: it is a program',
    )
  }
})

test.each<[string, LinkOptions]>([
  ['nothing special', {}],
  ['a run path to its own folder', { flags: ['-Wl,-rpath,$ORIGIN/lib'] }],
  ['a function that may be missing', { code: 'void may(void) __attribute__((weak)); void h() { if (may) may(); }' }],
  ['functions of Node', { code: 'void napi_x(void); void uv_x(void); void h() { napi_x(); uv_x(); }' }],
  ['a name', { flags: ['-Wl,-soname,app.node'] }],
])('an addon with %s is bundled', async (_, how) => {
  expect(await problemsOf((await link(how)).addon)).toBe('')
})

async function problemsOf(content: Uint8Array): Promise<string> {
  return checkBinary({ path: 'app.node', content }, '2.40')
    .map(inEnglish)
    .map(({ message, hint }) => `${message} ${hint}`)
    .join('\n')
}
