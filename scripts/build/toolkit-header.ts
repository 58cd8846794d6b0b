import { version } from '../../package.json'
import { thirdPartyFile } from './third-party.ts'

/** The first lines of the file that projects carry: version, what it is, where it comes from, how it is replaced. */
export const toolkitHeader = `#!/usr/bin/env node
/**
 * create-o2switch-rust ${version}: the command of this project. \`node scripts/o2switch.mjs --help\` lists what it does.
 *
 * Built from https://github.com/create-o2switch-rust/create-o2switch-rust (src/toolkit, MIT license). It needs Node 20.19
 * or newer and nothing installed; the packages that it uses, with their licenses, are in ${thirdPartyFile} beside it.
 * Do not edit it: a newer version replaces both files.
 */`
