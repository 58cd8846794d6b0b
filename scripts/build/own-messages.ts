import type { Plugin } from 'rolldown'

/**
 * Leaves out the messages of the other program: types know one catalogue, and what a program cannot say need not be in
 * its file. The architecture test holds that neither uses a section of the other's.
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
