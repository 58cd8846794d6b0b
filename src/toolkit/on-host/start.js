'use strict'
// What the host starts: app.js in the app root is a link to this file in the release that is live. It leaves a mark that a
// process runs this release, which is how the deploy tells it from another one of the same version, and starts the app. A process
// that has fallen leaves a mark, too.
const fs = require('fs')
const path = require('path')

try {
  const running = path.join(__dirname, `running-${process.pid}`)
  const fallen = path.join(__dirname, `fallen-${process.pid}`)
  fs.writeFileSync(path.join(__dirname, 'started'), '')
  fs.writeFileSync(running, '')
  process.on('exit', (code) => (code === 0 ? fs.rmSync(running, { force: true }) : fs.renameSync(running, fallen)))
} catch (error) {
  console.error(`The deploy will not know that this release runs: ${error.message}`) // a full disk must not stop a start
}

require(path.join(__dirname, '..', 'app.js'))
