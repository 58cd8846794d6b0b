import { expect, test } from 'vitest'
import { typos } from '../../harness/tool/typography.ts'
import { en } from '../../src/messages/en.ts'
import { fr } from '../../src/messages/fr.ts'

/** Every message by its path, as `folder.empty.message`; functions are called with recognizable arguments. */
function messages(node: unknown, path: string): [path: string, text: string][] {
  if (typeof node === 'string' || Array.isArray(node)) return [[path, String(node)]]
  if (typeof node === 'function') return messages(node(...markers(node.length)), path)
  return Object.entries(node ?? {}).flatMap(([key, value]) => messages(value, path ? `${path}.${key}` : key))
}

/** Each works as a string, a list with one item, and a number. */
function markers(count: number): unknown[] {
  return Array.from({ length: count }, (_, index) => {
    const text = String(1001 + index)
    return Object.assign([text], { trim: () => text, replace: () => text, slice: () => text })
  })
}

function markersIn(text: string): string[] {
  return [...new Set(text.match(/\b100\d\b/g))].sort()
}

const english = messages(en, '')
const french = new Map(messages(fr, ''))

test('both catalogues have the same messages, and use the arguments', () => {
  expect(english.length).toBeGreaterThan(100)
  expect(french.get('folder.spaces.message')).toContain('1001')
  expect(french.get('steps.look')).toBe('Vérifier 1001')
  expect(english.map(([path]) => path)).toEqual([...french.keys()])
})

test('both languages use the same arguments, and keep what is typed', () => {
  const typed = /--[a-z-]+|https?:\S+|\.bak|\b(rustup|apt-get|xcode-select) [a-z -]+[a-z]/g
  for (const [path, text] of english) {
    const translation = french.get(path) ?? ''
    expect(markersIn(translation), path).toEqual(markersIn(text))
    for (const word of text.match(typed) ?? []) expect(translation).toContain(word)
  }
})

test('everything is translated, except for words that are the same', () => {
  const same = english.filter(([path, text]) => french.get(path) === text).map(([path]) => path)
  expect(same).toEqual([
    'commandLine.values.code',
    'usage.other.message',
    'steps.commit',
    'failure.problems',
    'amounts.decimal',
  ])
})

test('the French messages follow French typography', () => {
  expect([...french].flatMap(([path, text]) => typos(text).map((typo) => `${path}: ${typo}`))).toEqual([])
})

test('amounts and lists have their French form', () => {
  expect(fr.amounts.decimal('1.4')).toBe('1,4')
  expect(['0', '1', '2'].map(fr.amounts.bytes)).toEqual(['0 octet', '1 octet', '2 octets'])
  expect(fr.steps.look(['npm', 'Rust', 'git'])).toBe('Vérifier npm, Rust et git')
  expect(fr.failure.problems(['a', 'b'])).toBe('a\u00a0; b')
  expect([0, 1, 2].map((more) => fr.folder.notEmpty('x', ['a'], more).message)).toEqual([
    'Le dossier « x » n’est pas vide : il contient a.',
    'Le dossier « x » n’est pas vide : il contient a et un autre élément.',
    'Le dossier « x » n’est pas vide : il contient a et 2 autres éléments.',
  ])
  expect(fr.usage.unknownOption('--lnag', undefined, 'x').hint).toMatch(/^Toutes les options/)
  expect(fr.usage.unknownOption('--lnag', '--lang', 'x').hint).toMatch(/^Vouliez-vous dire --lang\u00a0\? Toutes/)
})
