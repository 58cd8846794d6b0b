import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Env, NpmSettings } from './npm-consumed.ts'

/** What the npm that started us has read in its files; nothing if it was not npm. Nearer files win. */
export function readNpmSettings(env: Env): NpmSettings {
  if (env.npm_lifecycle_event !== 'npx') return {}
  const { npm_config_globalconfig: all, npm_config_userconfig: person, npm_config_local_prefix: folder } = env
  const files = [all, person, folder && join(folder, '.npmrc')].filter((file) => file !== undefined)
  return Object.assign({}, ...files.map((file) => parseNpmrc(textOf(file))))
}

/** npm itself does without a file that is not there or cannot be read. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** Its format is that of INI files: `dry-run = true`, and a name alone is on. Passwords and tokens are left out. */
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
