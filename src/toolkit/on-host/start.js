'use strict'
// What the host starts: app.js in the app root is a link to this file in the live release. It starts the app, and leaves marks by
// which the deploy tells this release from another one of the same version: that a process has started it, and that one has
// crashed. That a process runs it is the app's to mark, since this one may become another program.
const fs = require('fs')
const path = require('path')

/** @param {string} name */
function mark(name) {
  try {
    fs.writeFileSync(path.join(__dirname, name), '')
  } catch (error) {
    console.error(`The deploy will not know that this release runs: ${error}`) // a full disk must not stop a start
  }
}

mark('started')
process.on('exit', (code) => code === 0 || mark(`fallen-${process.pid}`))

require(path.join(__dirname, '..', 'app.js'))
