import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Env, NpmSettings } from './npm-consumed.ts'

/** The settings in the files of the npm that started us; empty if it was not npm. Nearer files win. */
export function readNpmSettings(env: Env): NpmSettings {
  if (env.npm_lifecycle_event !== 'npx') return {}
  const { npm_config_globalconfig: globalFile, npm_config_userconfig: userFile, npm_config_local_prefix: folder } = env
  const files = [globalFile, userFile, folder && join(folder, '.npmrc')].filter((file) => file !== undefined)
  return Object.assign({}, ...files.map((file) => parseNpmrc(textOf(file))))
}

/** npm itself ignores a file that is missing or cannot be read. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** The INI format: `dry-run = true`; a name alone is `true`. Skips passwords and tokens. */
function parseNpmrc(text: string): NpmSettings {
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*([;#[]|\/\/|_|$)/.test(line))
  return Object.fromEntries(
    lines.map((line) => {
      const [name = '', ...value] = line.split('=')
      return [name.trim(), value.length === 0 ? 'true' : unquoted(value.join('=').trim())]
    }),
  )
}

function unquoted(value: string): string {
  return /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value
}
