import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

/** What we have put on the whitelist and not taken off yet, and which process has; tmp/ is not committed. */
const file = 'tmp/whitelisted'

/** @param {string} address */
export function noteDown(address) {
  mkdirSync('tmp', { recursive: true })
  writeFileSync(file, `${address} ${process.pid}`)
}

/** @returns {{ address: string, atWork: boolean } | undefined} atWork: the deploy that has put it there still runs */
export function noted() {
  if (!existsSync(file)) return undefined
  const [address, pid] = readFileSync(file, 'utf8').split(' ')
  return { address, atWork: runs(Number(pid)) }
}

export function forget() {
  rmSync(file, { force: true })
}

/** @param {number} pid */
function runs(pid) {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
