'use strict'
// What the host starts: app.js in the app root is a link to this file in the live release. It starts the app, and leaves a mark
// that a process runs this release, by which the deploy tells it from another one of the same version. A process that crashes
// leaves a mark, too.
const fs = require('fs')
const path = require('path')

try {
  const running = path.join(__dirname, `running-${process.pid}`)
  const fallen = path.join(__dirname, `fallen-${process.pid}`)
  fs.writeFileSync(path.join(__dirname, 'started'), '')
  fs.writeFileSync(running, '')
  process.on('exit', (code) => (code === 0 ? fs.rmSync(running, { force: true }) : fs.renameSync(running, fallen)))
} catch (error) {
  console.error(`The deploy will not know that this release runs: ${error}`) // a full disk must not stop a start
}

require(path.join(__dirname, '..', 'app.js'))
