import { expect, test } from 'vitest'
import { plainLines } from '../../src/text/plain-text.ts'

const esc = '\u001b'

test.each([
  ['colours', `${esc}[1;38;2;255;0;0merror${esc}[0m: x`, ['error: x']],
  ['a colour that is cut off', `x${esc}[3`, ['x']],
  ['a link', `${esc}]8;;https://example.org${esc}\\here${esc}]8;;${esc}\\.`, ['here.']],
  ['a title', `${esc}]0;npm install\u0007done`, ['done']],
  ['a title without an end', `${esc}]0;npm install\ndone`, ['', 'done']],
  ['a progress bar', 'Building 1/9\r  Building 9/9\r\rFinished\r\n', ['Finished', '']],
  ['a line that is erased', `fetching${esc}[2K\r${esc}[1Gdone`, ['done']],
  ['line ends of Windows', 'a\r\nb\r\r\nc', ['a', 'b', 'c']],
  ['character sets, a saved cursor, a reset', `${esc}(B${esc}7a${esc}8${esc}c`, ['a']],
  ['sequences in eight bits', '\u009b31mred\u009b0m\u009d0;title\u009c', ['red']],
  ['bells and backspaces', 'a\u0007b\u0008c\u0000', ['abc']],
  ['a string for a device', `${esc}Pq#0${esc}\\a${esc}_x${esc}\\b`, ['ab']],
  ['all that is text', '\té 日本 🦀 … “x” [0m ]8;;', ['\té 日本 🦀 … “x” [0m ]8;;']],
])('text for a terminal becomes plain text: %s', (_, text, lines) => {
  expect(plainLines(text)).toEqual(lines)
})
