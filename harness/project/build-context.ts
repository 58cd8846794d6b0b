import { cpSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { emptyFolder } from '../folder.ts'

/** A copy of what `COPY . .` copies. Supports only what our .dockerignore has: names and `*.ext` in the top folder. */
export async function buildContext(root: string): Promise<string> {
  const context = await emptyFolder()
  const ignored = patternsIn(readFileSync(path.join(root, '.dockerignore'), 'utf8'))
  for (const entry of readdirSync(root))
    if (!ignored.includes(entry) && !ignored.includes(`*${path.extname(entry)}`))
      cpSync(path.join(root, entry), path.join(context, entry), { recursive: true })
  return context
}

/** The patterns of an ignore file, without the leading slash that only .gitignore needs. */
export function patternsIn(text: string): string[] {
  return text.split('\n').flatMap((line) => (line && !line.startsWith('#') ? line.replace(/^\//, '') : []))
}
