import type { Plugin } from 'rolldown'

/** The packages of the toolkit, most of which the tool uses too. They are in one file, which both programs load. */
const packages = ['@inquirer/core', 'commander', 'execa', 'inquirer', 'yocto-spinner'] as const

/** Next to each program, in dist/ and in a project's scripts/. */
export const thirdPartyFile = 'o2switch.third-party.cjs'

export const thirdPartyEntry = '\0third-party'

/** The module that becomes that file. It evaluates each package on first use. */
export const thirdPartyModule: Plugin = {
  name: 'third-party-module',
  resolveId: (source) => (source === thirdPartyEntry ? source : undefined),
  load(id) {
    if (id !== thirdPartyEntry) return undefined
    const getters = packages.map((name) => `get ${JSON.stringify(name)}() { return require(${JSON.stringify(name)}) }`)
    return { code: `module.exports = { ${getters.join(', ')} }`, moduleType: 'js' }
  },
}

const prefix = '\0third-party/'

/** Makes the programs import these packages from that file. */
export const fromThirdParty: Plugin = {
  name: 'from-third-party',
  resolveId(source) {
    if (source === `./${thirdPartyFile}`) return { id: source, external: true }
    return isThirdParty(source) ? `${prefix}${source}` : undefined
  },
  async load(id) {
    if (!id.startsWith(prefix)) return undefined
    const name = id.slice(prefix.length)
    const names = Object.keys(await import(name)).filter((key) => key !== 'default' && /^[\w$]+$/.test(key))
    return [
      `import packages from './${thirdPartyFile}'`,
      `const all = packages[${JSON.stringify(name)}]`,
      `export const { ${names.join(', ')} } = all`,
      'export default all.default',
    ].join('\n')
  },
}

function isThirdParty(source: string): boolean {
  return (packages as readonly string[]).includes(source)
}
