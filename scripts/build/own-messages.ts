import type { Plugin } from 'rolldown'

/**
 * Drops the other program's sections from the messages, which have one type for both programs. The architecture test
 * ensures that neither program uses them.
 */
export function ownMessages(others: readonly string[]): Plugin {
  const pattern = new RegExp(`/messages/(en|fr)/(${others.join('|')})\\.ts$`)
  return {
    name: 'own-messages',
    load(id) {
      const [, , section] = pattern.exec(id) ?? []
      return section && `export const ${section} = {}`
    },
  }
}
