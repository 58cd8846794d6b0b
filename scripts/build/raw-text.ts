import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Plugin } from 'rolldown'

/**
 * `import text from './file.sh?raw'` embeds a file as text, as in Vite and Vitest. With LF, wherever it was cloned: a shell on
 * the host reads it.
 */
export const rawText: Plugin = {
  name: 'raw-text',
  resolveId: (source, importer) =>
    source.endsWith('?raw') && importer ? resolve(dirname(importer), source) : undefined,
  load: (id) =>
    id.endsWith('?raw')
      ? `export default ${JSON.stringify(readFileSync(id.slice(0, -'?raw'.length), 'utf8').replaceAll('\r\n', '\n'))}`
      : undefined,
}
