import { version } from '../../package.json'
import { thirdPartyFile } from './third-party.ts'

/** The first lines of the file that projects carry: its version, purpose and origin, and how to update it. */
export const toolkitHeader = `#!/usr/bin/env node
/**
 * create-o2switch-rust ${version}: the command of this project. \`node scripts/o2switch.mjs --help\` lists what it does.
 *
 * Built from https://github.com/create-o2switch-rust/create-o2switch-rust (src/toolkit, MIT license). It needs Node 20.19
 * or later, and no npm install: the packages that it uses, with their licenses, are in ${thirdPartyFile} next to it.
 * Do not edit it: a new version replaces both files.
 */`
