import { expect, test } from 'vitest'
import { nameProject } from '../../src/choices/project-name.ts'
import { UsageError } from '../../src/errors/errors.ts'
import { en } from '../../src/messages/en.ts'

test.each(['my-api', 'my_api', 'api2', 'a', 'x'.repeat(64)])('the name %s is kept', (folder) => {
  expect(nameProject(folder)).toBe(folder)
})

test.each([
  ['MyApi', 'myapi'],
  ['Mon Café', 'mon-cafe'],
  ['my.api', 'my-api'],
  ['my  api!', 'my-api'],
  ['_private', 'private'],
  ['-x-', 'x'],
  ['@scope', 'scope'],
  ['2024-shop', 'app-2024-shop'],
  ['$(touch x)', 'touch-x'],
  ['Œuvre & Straße', 'oeuvre-strasse'],
])('%s is normalized to %s', (folder, name) => {
  expect(nameProject(folder)).toBe(name)
})

// With two in a row, rustc would warn about the style at every build.
test.each([
  ['x--y', 'x-y'],
  ['x__y', 'x_y'],
  ['x_-_y', 'x_y'],
  ['API - v2', 'api-v2'],
])('repeated separators: %s is normalized to %s', (folder, name) => {
  expect(nameProject(folder)).toBe(name)
})

test.each([
  ['self', /Rust keyword/],
  ['Fn', /Rust keyword/],
  ['async', /Rust keyword/],
  ['gen', /Rust keyword/],
  ['test', /comes with Rust/],
  ['core', /comes with Rust/],
  ['proc-macro', /comes with Rust/],
  ['build', /folder that cargo reserves/],
  ['incremental', /folder that cargo reserves/],
  ['con', /device on Windows/],
  ['LPT1', /device on Windows/],
  ['doctor', /is a command of this tool/],
  ['Help', /is a command of this tool/],
  ['node_modules', /npm rejects/],
  ['http', /npm rejects/],
  ['', /needs a letter/],
  ['日本語', /needs a letter/],
  ['--', /needs a letter/],
  ['x'.repeat(65), /longer than 64/],
])('the name "%s" is rejected', (folder, reason) => {
  expect(() => nameProject(folder)).toThrow(UsageError)
  expect(() => nameProject(folder)).toThrow(reason)
})

test("the name of a dependency's crate is rejected, with - as well as _", () => {
  const taken = new Set(['tokio', 'serde_json'])
  expect(() => nameProject('tokio', taken)).toThrow(/a crate that the project needs/)
  expect(() => nameProject('serde-json', taken)).toThrow(/a crate that the project needs/)
  expect(nameProject('serde', taken)).toBe('serde')
})

test.each(['self', 'con', '日本語', 'x'.repeat(300), `${'x'.repeat(70)}`, 'self-api '.trim().slice(0, 4)])(
  'the name suggested instead of %s is accepted',
  (folder) => {
    const taken = new Set(['self-api', 'my-api'])
    const suggestion = /instance "(.*?)"/.exec(hintFor(folder, taken))?.[1] ?? ''
    expect(nameProject(suggestion, taken)).toBe(suggestion)
  },
)

function hintFor(folder: string, taken: ReadonlySet<string>): string {
  try {
    return nameProject(folder, taken)
  } catch (error) {
    return error instanceof UsageError ? error.describe(en).hint : ''
  }
}
