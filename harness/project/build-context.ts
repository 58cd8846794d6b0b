import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'

/** What `COPY . .` copies: everything but what .dockerignore names, which has only names and `*.ext` at the top. */
export async function buildContext(root: string): Promise<string> {
  const context = await mkdtemp(path.join(os.tmpdir(), 'context-'))
  onTestFinished(() => rm(context, { recursive: true }))
  const ignored = patternsIn(readFileSync(path.join(root, '.dockerignore'), 'utf8'))
  for (const entry of readdirSync(root))
    if (!ignored.includes(entry) && !ignored.includes(`*${path.extname(entry)}`))
      cpSync(path.join(root, entry), path.join(context, entry), { recursive: true })
  return context
}

/** The lines of an ignore file, without the slashes that .gitignore needs for the top folder. */
export function patternsIn(text: string): string[] {
  return text.split('\n').flatMap((line) => (line && !line.startsWith('#') ? line.replace(/^\//, '') : []))
}
