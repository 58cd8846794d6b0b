import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Surroundings } from './surroundings.ts'

/** The file above (or in) a folder that makes rustup use a certain version there (rustup book, "Overrides"). */
export function toolchainPin(folder: string): Surroundings['toolchain'] {
  for (const place of [folder, ...foldersAbove(folder)]) {
    for (const name of ['rust-toolchain', 'rust-toolchain.toml']) {
      const file = join(place, name)
      const text = read(file)
      if (text === undefined) continue
      const channel = /^\s*channel\s*=\s*["']([^"']+)/m.exec(text)?.[1] ?? text.trim()
      return { file, version: /^\d+\.\d+(\.\d+)?/.exec(channel)?.[0] }
    }
  }
  return undefined
}

/** Where nvm, fnm, asdf and mise look for a version of Node, and how each file says it. */
const nodePins = {
  '.nvmrc': /^v?(\d[\d.]*)/,
  '.node-version': /^v?(\d[\d.]*)/,
  '.tool-versions': /^node(?:js)?\s+(\d[\d.]*)/m,
  'mise.toml': /^\s*node\s*=\s*["'](\d[\d.]*)/m,
} as const

/** The file above (or in) a folder that makes them use a certain Node there. */
export function nodePin(folder: string): Surroundings['node'] {
  for (const place of [folder, ...foldersAbove(folder)]) {
    for (const [name, pattern] of Object.entries(nodePins)) {
      const file = join(place, name)
      const version = pattern.exec(read(file) ?? '')?.[1]
      if (version !== undefined) return { file, version }
    }
  }
  return undefined
}

/** The parents, nearest first. */
export function foldersAbove(path: string): string[] {
  const parent = dirname(path)
  return parent === path ? [] : [parent, ...foldersAbove(parent)]
}

/** The text of a file; undefined if there is none that we may read: then it is not ours to judge. */
export function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
