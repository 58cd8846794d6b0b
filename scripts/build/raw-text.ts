import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Plugin } from 'rolldown'

/**
 * `import text from './file.sh?raw'` embeds a file as text, as in Vite and Vitest.
 */
export const rawText: Plugin = {
  name: 'raw-text',
  resolveId: (source, importer) =>
    source.endsWith('?raw') && importer ? resolve(dirname(importer), source) : undefined,
  load: (id) =>
    id.endsWith('?raw') ? `export default ${JSON.stringify(readText(id.slice(0, -'?raw'.length)))}` : undefined,
}

/** With LF, wherever it was cloned, since a shell on the host reads it. What goes to a shell at each call goes without comments. */
function readText(file: string): string {
  const text = readFileSync(file, 'utf8').replaceAll('\r\n', '\n')
  return file.endsWith('.sh') ? text.replace(/^ *#(?!!).*\n/gm, '') : text
}
