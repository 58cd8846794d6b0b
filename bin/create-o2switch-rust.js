#!/usr/bin/env node
// A CommonJS file in words that Node 12 reads (bin/package.json says so): on an old Node the person gets our one line,
// not a syntax error and not "Cannot use import statement outside a module".
'use strict'

var version = process.versions.node.split('.').map(Number)

if (version[0] > 21 || (version[0] === 20 && version[1] >= 19)) {
  import('../dist/main.js').then((tool) => tool.main())
} else {
  console.error(
    'create-o2switch-rust needs Node 20.19, or 22 and newer, and this is Node ' +
      process.versions.node +
      '. Install a newer one (https://nodejs.org), then run the same command again.',
  )
  process.exitCode = 3
}
