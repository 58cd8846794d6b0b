import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { toolkitFiles } from '../../src/template/read-template.ts'
import type { Account } from './account.ts'

/** A project on the machine that deploys: its command, and a bundle in dist/. */
export interface Project {
  readonly root: string
  /** The file of its command. */
  readonly command: string
  /** What `npm run deploy` is started with. */
  readonly env: Environment
  /** Puts another bundle in dist/; `trouble` is what app.cjs makes of it. */
  bundle(version: string, trouble?: string): void
  /** Runs `npm run deploy -- …` and tells how it ended; a variable that is undefined is not set. */
  deploy(args?: readonly string[], env?: Environment): Promise<Ended>
  /** The same, without waiting for its end. */
  start(args?: readonly string[], env?: Environment): Running
}

type Environment = Readonly<Record<string, string | undefined>>

export interface Ended {
  readonly exitCode: number | string
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly pid: number
  stderr(): string
  /** Reads nothing more of what it says. */
  hangUp(): void
  readonly ended: Promise<Ended>
}

/** A project that is set up to deploy to this account and site. */
export function makeProject(account: Account, url: string): Project {
  const root = mkdtempSync(path.join(os.tmpdir(), 'project-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  mkdirSync(path.join(root, 'scripts'))
  for (const file of toolkitFiles) copyFileSync(path.join('dist', file), path.join(root, 'scripts', file))
  const base = {
    PATH: `${account.localPrograms}:${process.env.PATH}`,
    HOME: root,
    TMPDIR: root, // a deploy that a test kills leaves things there
    O2SWITCH_HOST: '127.0.0.1',
    O2SWITCH_PORT: String(account.port),
    O2SWITCH_USER: account.user,
    O2SWITCH_APP_ROOT: 'my-api',
    O2SWITCH_URL: url,
    O2SWITCH_PATIENCE: '24',
  }
  const start = (args: readonly string[] = [], env: Environment = {}): Running => {
    // A group of its own, so that a test can send it a Ctrl-C as a terminal does: to all of it.
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
    const hangUp = () => {
      child.stdout.destroy()
      child.stderr.destroy()
    }
    const ended = new Promise<Ended>((resolve) => {
      child.once('close', (code, signal) => resolve({ exitCode: code ?? (signal as string), stdout, stderr }))
    })
    return { pid: child.pid as number, stderr: () => stderr, hangUp, ended }
  }
  return {
    root,
    command: path.join(root, 'scripts/o2switch.mjs'),
    env: base,
    start,
    deploy: (args, env) => start(args, env).ended,
    bundle: (version, trouble) =>
      layOutBundle(path.join(root, 'dist'), (dist) => {
        copyFileSync('harness/deploy/app.cjs', path.join(dist, 'app.js'))
        writeFileSync(path.join(dist, 'package.json'), JSON.stringify({ name: 'my-api', version, trouble }))
        writeFileSync(path.join(dist, 'app.node'), `stands for the addon ${version}`)
      }),
  }
}

/** Makes dist/ as npm run bundle does: files, empty folders, the archive, and their sums. */
export function layOutBundle(dist: string, fill: (dist: string) => void): void {
  rmSync(dist, { recursive: true, force: true })
  for (const folder of ['', 'public', 'tmp']) mkdirSync(path.join(dist, folder))
  fill(dist)
  const files = readdirSync(dist).filter((file) => /\.(js|json|node)$/.test(file))
  execFileSync('tar', ['-czf', 'my-api-0.0.0.tar.gz', ...files], { cwd: dist })
  const sum = (file: string) =>
    createHash('sha256')
      .update(readFileSync(path.join(dist, file)))
      .digest('hex')
  const sums = [...files, 'my-api-0.0.0.tar.gz'].map((file) => `${sum(file)}  ${file}\n`)
  writeFileSync(path.join(dist, 'SHA256SUMS'), sums.join(''))
}
