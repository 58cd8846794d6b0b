import type { Answers } from '../remote/remote-host.ts'

/** How things are on the host, from the answers of `look`. */
export type HostState = {
  readonly root: 'found' | 'missing' | 'not writable'
  /** What app.js starts: a release, `original`, `foreign` (an app.js that no deploy has made) or `nothing`. */
  readonly live: string
  /** The release, or `original`, that the live one replaced. */
  readonly before: string | undefined
  /** Whether the app.js from before the first deploy is kept. */
  readonly hasOriginal: boolean
  readonly nodeModules: 'link' | 'folder' | 'none'
  /** Whether cPanel knows the app. */
  readonly isApp: boolean
  /** Whether ssh finds a Node there. */
  readonly hasNode: boolean
  /** What the account may still write. */
  readonly kilobytesFree: number | undefined
  readonly hasRsync: boolean
  /** Whose deploy is at work. */
  readonly lockedBy: string | undefined
  readonly releases: readonly string[]
}

export function toHostState(answers: Answers): HostState {
  const { root, live = '', before, node_modules, room, holder, releases = '' } = answers
  return {
    root: root === 'found' || root === 'not writable' ? root : 'missing',
    live,
    before: before || undefined,
    hasOriginal: Boolean(answers.original),
    nodeModules: node_modules === 'link' || node_modules === 'folder' ? node_modules : 'none',
    isApp: Boolean(answers.selector),
    hasNode: Boolean(answers.node),
    kilobytesFree: room ? Number(room) : undefined,
    hasRsync: Boolean(answers.rsync),
    lockedBy: holder || undefined,
    releases: releases.split(' ').filter(Boolean),
  }
}
