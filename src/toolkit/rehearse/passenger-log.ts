import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { stderrLine } from '../../report/print.ts'

export type PassengerLog = {
  /** Resolves once Passenger takes requests. */
  readonly isOnline: Promise<true>
  /** The first group of the first match. */
  readonly find: (words: RegExp) => string | undefined
  readonly lastLine: () => string | undefined
}

/** Shows what the app prints, and keeps what Passenger itself says. */
export function readLog(stderr: Readable): PassengerLog {
  let log = ''
  const isOnline = new Promise<true>((resolve) => {
    createInterface({ input: stderr }).on('line', (line) => {
      const [, ofApp] = /^App \d+ \w+: ?(.*)/.exec(line) ?? []
      if (ofApp !== undefined) {
        stderrLine(ofApp)
        return
      }
      log += `${line}\n`
      if (line.includes('Passenger core online')) resolve(true)
    })
  })
  return {
    isOnline,
    find: (words: RegExp) => words.exec(log)?.[1],
    lastLine: () => log.trim().split('\n').at(-1) || undefined,
  }
}
