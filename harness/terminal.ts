import { stripVTControlCharacters } from 'node:util'
import { spawn } from '@lydell/node-pty'
import { onTestFinished } from 'vitest'
import type { Machine } from './tool/machine.ts'

export const keys = {
  enter: '\r',
  down: '\x1b[B',
  ctrlC: '\x03',
  ctrlD: '\x04',
  ctrlZ: '\x1a',
  clearLine: '\x15',
} as const

/** A person at a terminal, who waits for words to appear and presses keys. */
export type Terminal = {
  readonly pid: number
  readonly sees: (words: string) => Promise<void>
  readonly press: (keys: string) => void
  readonly kill: (signal: string) => void
  /** Takes the terminal away, as closing its window does. */
  readonly close: () => void
  readonly exitCode: Promise<number>
  /** The number of the signal that ended it, 0 if none did. */
  readonly endedBy: Promise<number>
  /** All that came, with its colours and cursor movements. */
  readonly raw: () => string
  /** The same as plain text. */
  readonly text: () => string
}

/** Starts the built tool in a pseudo-terminal. */
export function openTerminal({ cwd, env, bin }: Machine, args: readonly string[], more: Record<string, string> = {}) {
  const pty = spawn(process.execPath, [bin, ...args], { cwd, env: { ...env, ...more }, cols: 100, rows: 40 })
  let raw = ''
  let seen = 0 // where to go on looking, so that the same words can be waited for twice
  let notify = () => {}
  pty.onData((data) => {
    raw += data
    notify()
  })
  let ended = false
  const exit = new Promise<{ exitCode: number; signal?: number | undefined }>((resolve) => {
    pty.onExit((how) => {
      ended = true
      resolve(how)
      notify()
    })
  })
  onTestFinished(() => {
    if (!ended) pty.kill('SIGKILL')
  })

  const text = () => stripVTControlCharacters(raw)
  const sees = async (words: string) => {
    for (;;) {
      const found = text().indexOf(words, seen)
      if (found !== -1) {
        seen = found + words.length
        return
      }
      if (ended) throw new Error(`The tool ended without saying "${words}". It said:\n${text()}`)
      await new Promise<void>((resolve) => {
        notify = resolve
      })
    }
  }
  const terminal: Terminal = {
    pid: pty.pid,
    sees,
    press: (what) => pty.write(what),
    kill: (signal) => pty.kill(signal),
    close: () => (pty as unknown as { destroy: () => void }).destroy(),
    exitCode: exit.then(({ exitCode }) => exitCode),
    endedBy: exit.then(({ signal = 0 }) => signal),
    raw: () => raw,
    text,
  }
  return terminal
}
