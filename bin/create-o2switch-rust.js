#!/usr/bin/env node
// A CommonJS file in words that Node 12 reads (bin/package.json says so): on an old Node the person gets our one line,
// not a syntax error and not "Cannot use import statement outside a module".
'use strict'

var found = process.versions.node
var version = found.split('.').map(Number)
// The rule of src/choices/language.ts, which an old Node could not load.
var locale = process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || ''

if (version[0] > 21 || (version[0] === 20 && version[1] >= 19)) {
  require('../dist/main.cjs').main()
} else {
  console.error(
    /^fr([_.@-]|$)/.test(locale)
      ? 'create-o2switch-rust demande Node 20.19, ou 22 et plus, et la version installée est ' +
          found +
          '. Installez-en une plus récente (https://nodejs.org), puis relancez la même commande.'
      : 'create-o2switch-rust needs Node 20.19, or 22 and newer, and this is Node ' +
          found +
          '. Install a newer one (https://nodejs.org), then run the same command again.',
  )
  process.exitCode = 3
}
