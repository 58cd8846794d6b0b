#!/usr/bin/env node
// CommonJS (see bin/package.json) in the syntax of Node 12: on an old Node, users get one clear line instead of a syntax
// error or "Cannot use import statement outside a module".
'use strict'

var found = process.versions.node
var version = found.split('.').map(Number)
// The same rule as in src/choices/language.ts, which an old Node cannot load.
var locale = process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || ''

if (version[0] > 21 || (version[0] === 20 && version[1] >= 19)) {
  require('../dist/main.cjs').main()
} else {
  console.error(
    /^fr([_.@-]|$)/.test(locale)
      ? 'create-o2switch-rust demande Node 20.19, ou 22 et plus, et la version installée est ' +
          found +
          '. Installez-en une plus récente (https://nodejs.org), puis relancez la même commande.'
      : 'create-o2switch-rust needs Node 20.19, or 22 or later, but this is Node ' +
          found +
          '. Install a newer one (https://nodejs.org), then run the same command again.',
  )
  process.exitCode = 3
}
