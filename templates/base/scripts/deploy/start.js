'use strict'
// What the host starts: app.js in the app root is a link to this file in the release that is live. It leaves a mark that a
// process runs this release, which is how the deploy tells it from another one of the same version, and starts the app.
const fs = require('fs')
const path = require('path')

try {
  const running = path.join(__dirname, `running-${process.pid}`)
  fs.writeFileSync(path.join(__dirname, 'started'), '')
  fs.writeFileSync(running, '')
  process.on('exit', () => fs.rmSync(running, { force: true }))
} catch (error) {
  console.error(`The deploy will not know that this release runs: ${error.message}`) // a full disk must not stop a start
}

require(path.join(__dirname, '..', 'app.js'))
