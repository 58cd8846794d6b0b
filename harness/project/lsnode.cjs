// Behaves like LiteSpeed's loader of Node apps, lsnode.js (open source in OpenLiteSpeed, dist/fcgi-bin/lsnode.js). The
// server starts node with its listening socket as descriptor 0 and the socket's path in LSNODE_SOCKET. The loader
// loads the start file with require(), and turns the first http.Server#listen into listen({ fd: 0 }), whatever its
// arguments; it uses a callback only if that is the last of several arguments. If nothing listens after the file has been
// loaded, and the file exports `listen`, the loader calls it with 3000. stdout goes to a log file or nowhere.
const fs = require('fs')
const http = require('http')
const path = require('path')
const { EventEmitter } = require('events')

global.LsNode = new EventEmitter()
LsNode.listenDone = false
fs.closeSync(1)
fs.openSync(process.env.LSNODE_CONSOLE_LOG || '/dev/null', 'a')

const realListen = http.Server.prototype.listen
http.Server.prototype.address = () => process.env.LSNODE_SOCKET
http.Server.prototype.listen = function (...args) {
  if (LsNode.listenDone) return this
  LsNode.listenDone = true
  const callback = args.length > 1 && typeof args.at(-1) === 'function' ? args.at(-1) : undefined
  return realListen.call(this, { fd: 0 }, () => {
    if (callback) this.once('listening', callback)
    this.emit('listening')
  })
}

const exported = require(path.resolve(process.env.LSNODE_ROOT || '.', process.env.LSNODE_STARTUP_FILE || 'app.js'))
if (!LsNode.listenDone && typeof exported.listen === 'function') exported.listen(3000)
