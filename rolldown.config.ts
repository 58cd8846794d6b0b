import type { RolldownOptions } from 'rolldown'
import { compiledTemplates } from './scripts/build/compiled-templates.ts'
import { licencesFile, licencesInside } from './scripts/build/licences.ts'
import { ownMessages } from './scripts/build/own-messages.ts'
import { rawText } from './scripts/build/raw-text.ts'
import { fromThirdParty, thirdPartyEntry, thirdPartyFile, thirdPartyModule } from './scripts/build/third-party.ts'
import { toolkitHeader } from './scripts/build/toolkit-header.ts'
import { withoutNeedless } from './scripts/build/without-needless.ts'

/**
 * Everything that we use is bundled: people who run `npx` download one package instead of a hundred. CommonJS, since Node
 * starts it faster: `--help` takes some 5 ms less than as ES modules.
 */
const tool: RolldownOptions = {
  input: 'src/main.ts',
  platform: 'node',
  preserveEntrySignatures: 'allow-extension', // what all commands share is in main.cjs: one file to load for --help, not four
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
    withoutNeedless,
    compiledTemplates,
    licencesFile('dist/THIRD-PARTY-LICENSES.txt'),
  ],
}

/** What projects carry: readable, since it runs with its owner's keys. */
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
  plugins: [thirdPartyModule, withoutNeedless, ...licencesInside()],
}

/** What `npm run build` makes. */
export const programs = [tool, toolkit, thirdParty]

export default programs
