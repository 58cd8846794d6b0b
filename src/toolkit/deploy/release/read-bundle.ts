import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refused, UsageError } from '../../../errors/errors.ts'
import loader from '../../on-host/loader.cjs?raw'
import spawning from '../../on-host/spawning.cjs?raw'
import startScript from '../../on-host/start.js?raw'
import trialScript from '../../on-host/trial.js?raw'
import { type Choice, isChoice } from '../../way.ts'
import { parseJson, property } from '../json.ts'

/** What npm run bundle has made. */
export type Bundle = {
  readonly folder: string
  readonly name: string
  readonly version: string
  /** Which process serves the app; `node` in a bundle of a time when there was no other. */
  readonly choice: Choice
  /** What is uploaded, relative to the folder, and the SHA-256 of each. */
  readonly files: readonly string[]
  readonly sums: ReadonlyMap<string, string>
  readonly kilobytes: number
}

/** Reads the bundle, and compares each of its files with SHA256SUMS. Throws a UsageError if it is not complete. */
export function readBundle(folder: string): Bundle {
  const missing = ['app.js', 'package.json', 'SHA256SUMS'].find((file) => !existsSync(join(folder, file)))
  if (missing) throw new UsageError((t) => t.deploy.bundle.missing(`${folder}/${missing}`))

  const manifest = parseJson(readFileSync(join(folder, 'package.json'), 'utf8'))
  const version = property(manifest, 'version')
  if (typeof version !== 'string' || !/^[\w.+-]+$/.test(version))
    throw new UsageError((t) => t.deploy.bundle.noVersion(`${folder}/package.json`))

  const files = filesOf(folder).filter((file) => file !== 'SHA256SUMS' && !/^[^/]*\.tar\.gz$|^tmp\//.test(file))
  const sums = readSums(join(folder, 'SHA256SUMS'))
  const changed = files.filter((file) => sums.get(file) !== sha256(join(folder, file)))
  if (changed.length > 0) throw new UsageError((t) => t.deploy.bundle.changed(changed))

  const bytes = files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0)
  const process = property(property(manifest, 'o2switch'), 'process')
  return {
    folder,
    name: String(property(manifest, 'name')),
    version,
    choice: isChoice(process) ? process : 'node',
    files,
    sums,
    kilobytes: Math.ceil(bytes / 1024),
  }
}

/**
 * Lays out what is uploaded: the bundle, and in .deploy what the host starts and what it checks the upload by. Throws Refused if
 * the bundle is no longer what was read: another one may be in the making.
 */
export function layOutRelease({ folder, files, sums: before }: Bundle, to: string): void {
  for (const file of files) {
    const source = join(folder, file)
    if (existsSync(source)) cpSync(source, join(to, file))
    if (!existsSync(source) || sha256(join(to, file)) !== before.get(file))
      throw new Refused((t) => t.deploy.bundle.changedMeanwhile(`${folder}/${file}`))
  }
  mkdirSync(join(to, '.deploy'))
  const scripts = { 'start.js': startScript, 'trial.js': trialScript, 'spawning.cjs': spawning, 'loader.cjs': loader }
  for (const [name, script] of Object.entries(scripts)) writeFileSync(join(to, '.deploy', name), script)
  const sums = filesOf(to).map((file) => `${sha256(join(to, file))}  ${file}\n`)
  writeFileSync(join(to, '.deploy', 'SHA256SUMS'), sums.join(''))
}

function filesOf(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'))
  return entries.filter((file) => statSync(join(folder, file)).isFile()).sort()
}

/** The sums by file, from the lines of sha256sum. */
function readSums(file: string): ReadonlyMap<string, string> {
  const lines = readFileSync(file, 'utf8').split(/\r?\n/).filter(Boolean)
  return new Map(lines.map((line) => [line.slice(66).replace(/^\.\//, ''), line.slice(0, 64)]))
}

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}
