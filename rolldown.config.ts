import type { RolldownOptions } from 'rolldown'
import { compiledTemplates } from './scripts/build/compiled-templates.ts'
import { licencesFile, licencesInside } from './scripts/build/licences.ts'
import { ownMessages } from './scripts/build/own-messages.ts'
import { rawText } from './scripts/build/raw-text.ts'
import { fromThirdParty, thirdPartyEntry, thirdPartyFile, thirdPartyModule } from './scripts/build/third-party.ts'
import { toolkitHeader } from './scripts/build/toolkit-header.ts'
import { withoutUnused } from './scripts/build/without-unused.ts'

/**
 * All dependencies are bundled, so that `npx` downloads one package instead of a hundred. CommonJS, since Node loads it
 * faster: `--help` takes about 5 ms less than with ES modules.
 */
const tool: RolldownOptions = {
  input: 'src/main.ts',
  platform: 'node',
  preserveEntrySignatures: 'allow-extension', // puts shared code into main.cjs: --help loads one file instead of four
  output: {
    dir: 'dist',
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
    minify: true,
  },
  plugins: [
    ownMessages(['toolkit', 'bundle', 'deploy']),
    fromThirdParty,
    withoutUnused,
    compiledTemplates,
    licencesFile('dist/THIRD-PARTY-LICENSES.txt'),
  ],
}

/** What projects carry: not minified, so that owners can read what runs with their SSH keys. */
const toolkit: RolldownOptions = {
  input: 'src/toolkit/main.ts',
  platform: 'node',
  output: {
    file: 'dist/o2switch.mjs',
    format: 'esm',
    codeSplitting: false,
    minify: false,
    banner: toolkitHeader,
  },
  plugins: [ownMessages(['tool']), rawText, fromThirdParty],
}

const thirdParty: RolldownOptions = {
  input: { 'o2switch.third-party': thirdPartyEntry },
  platform: 'node',
  output: { file: `dist/${thirdPartyFile}`, format: 'cjs', codeSplitting: false, minify: true },
  plugins: [thirdPartyModule, withoutUnused, ...licencesInside()],
}

/** The outputs of `npm run build`. */
export const programs = [tool, toolkit, thirdParty]

export default programs
