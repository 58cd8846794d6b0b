import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { toolkitFiles } from '../../src/template/read-template.ts'
import type { Account } from './account.ts'

/** A project with its command and a bundle in dist/. */
export interface Project {
  readonly root: string
  /** The path of its command, scripts/o2switch.mjs. */
  readonly command: string
  /** The environment of `npm run deploy`. */
  readonly env: Environment
  /** Replaces the bundle in dist/; `trouble` is how app.cjs then fails. With `process`, it has a launcher. */
  bundle(version: string, trouble?: string, process?: string): void
  /** Runs `npm run deploy -- …`; undefined unsets a variable. */
  deploy(args?: readonly string[], env?: Environment): Promise<DeployResult>
  /** The same, without waiting for the result. */
  start(args?: readonly string[], env?: Environment): RunningDeploy
}

type Environment = Readonly<Record<string, string | undefined>>

export interface DeployResult {
  readonly exitCode: number | string
  readonly stdout: string
  readonly stderr: string
}

export interface RunningDeploy {
  readonly pid: number
  stderr(): string
  /** Closes the reading ends of its stdout and stderr. */
  closeOutput(): void
  readonly result: Promise<DeployResult>
}

/** A project configured to deploy to this account and site. */
export function makeProject(account: Account, url: string): Project {
  const root = mkdtempSync(path.join(os.tmpdir(), 'project-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  mkdirSync(path.join(root, 'scripts'))
  for (const file of toolkitFiles) copyFileSync(path.join('dist', file), path.join(root, 'scripts', file))
  const base = {
    PATH: `${account.localPrograms}:${process.env.PATH}`,
    HOME: root,
    TMPDIR: root, // a deploy killed by a test leaves files there
    O2SWITCH_HOST: '127.0.0.1',
    O2SWITCH_PORT: String(account.port),
    O2SWITCH_USER: account.user,
    O2SWITCH_APP_ROOT: 'my-api',
    O2SWITCH_URL: url,
    O2SWITCH_PATIENCE: '24',
  }
  const start = (args: readonly string[] = [], env: Environment = {}): RunningDeploy => {
    // In its own process group, so that a test can send Ctrl-C to all of it, as a terminal does.
    const child = spawn(process.execPath, ['scripts/o2switch.mjs', 'deploy', ...args], {
      cwd: root,
      env: { ...base, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text
    })
    const closeOutput = () => {
      child.stdout.destroy()
      child.stderr.destroy()
    }
    const result = new Promise<DeployResult>((resolve) => {
      child.once('close', (code, signal) => resolve({ exitCode: code ?? (signal as string), stdout, stderr }))
    })
    return { pid: child.pid as number, stderr: () => stderr, closeOutput, result }
  }
  return {
    root,
    command: path.join(root, 'scripts/o2switch.mjs'),
    env: base,
    start,
    deploy: (args, env) => start(args, env).result,
    bundle: (version, trouble, process) =>
      layOutBundle(path.join(root, 'dist'), (dist) => {
        copyFileSync('harness/deploy/app.cjs', path.join(dist, 'app.js'))
        const manifest = { name: 'my-api', version, trouble, o2switch: { process } }
        writeFileSync(path.join(dist, 'package.json'), JSON.stringify(manifest))
        if (process) writeFileSync(path.join(dist, 'launcher'), 'stand-in for the launcher')
        writeFileSync(path.join(dist, 'app.node'), `stand-in for the addon ${version}`)
      }),
  }
}

/** Creates dist/ as `npm run bundle` does: files, empty folders, the archive and SHA256SUMS. */
export function layOutBundle(dist: string, fill: (dist: string) => void): void {
  rmSync(dist, { recursive: true, force: true })
  for (const folder of ['', 'public', 'tmp']) mkdirSync(path.join(dist, folder))
  fill(dist)
  const files = readdirSync(dist).filter((file) => /\.(js|json|node)$|^launcher$/.test(file))
  execFileSync('tar', ['-czf', 'my-api-0.0.0.tar.gz', ...files], { cwd: dist })
  const sum = (file: string) =>
    createHash('sha256')
      .update(readFileSync(path.join(dist, file)))
      .digest('hex')
  const sums = [...files, 'my-api-0.0.0.tar.gz'].map((file) => `${sum(file)}  ${file}\n`)
  writeFileSync(path.join(dist, 'SHA256SUMS'), sums.join(''))
}
