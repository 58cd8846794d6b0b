import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

/** An address that a deploy has put on the whitelist and not taken off yet. */
export type WhitelistRecord = {
  readonly address: string
  /** Whether that deploy still runs. */
  readonly inUse: boolean
}

/** tmp/ is not committed. */
const file = 'tmp/whitelisted'

export function recordAddress(address: string): void {
  mkdirSync('tmp', { recursive: true })
  writeFileSync(file, `${address} ${process.pid}`)
}

export function readRecord(): WhitelistRecord | undefined {
  if (!existsSync(file)) return undefined
  const [address = '', pid] = readFileSync(file, 'utf8').split(' ')
  return { address, inUse: isRunning(Number(pid)) }
}

export function removeRecord(): void {
  rmSync(file, { force: true })
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
