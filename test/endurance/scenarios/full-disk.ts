import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { openApp, type Place } from '../app.ts'
import { ask, hello } from '../health.ts'
import { wrapNode } from '../node-wrapper.ts'
import { request, sendMany, shown } from '../requests.ts'
import { equal, type Row, type Subject, type Trial } from '../trial.ts'

const panic = { send: request('GET', '/'), status: 500, body: '{"error":"internal server error"}' }

/** `/dev/full` is a file on a disk that is always full. */
const full = '/dev/full'

export const fullDisk: Trial = {
  name: 'full-disk',
  title: 'logs on a full disk, and handlers that print',
  async run(subject) {
    // As under LiteSpeed, or with `npm start > log`: what is written goes straight to the disk. Passenger takes an app
    // whose outputs are both closed for one that has ended, so one descriptor stays.
    await using node = await wrapNode(`exec "$NODE" "$@" 3>&1 > ${full} 2> ${full}`)
    return [
      ...(await printAndPanic(subject, "Passenger's log of the app", { logFile: full })),
      ...(await printAndPanic(subject, "the app's own outputs", { node: node.path })),
    ]
  },
}

async function printAndPanic(subject: Subject, where: string, place: Place): Promise<Row[]> {
  await using app = await openApp(subject, place)
  const pid = app.pid()
  const count = subject.amount(10_000)
  const marker = (name: string) => path.join(app.root, name)
  writeFileSync(marker('prints'), '')
  const printing = await sendMany(app.web, [hello], count)
  writeFileSync(marker('panics'), '')
  const panicking = await sendMany(app.web, [panic], count)
  for (const name of ['prints', 'panics']) rmSync(marker(name))
  return [
    equal(`${where}: requests that print`, `200 × ${count}`, shown(printing)),
    equal(`${where}: requests that panic`, `500 × ${count}`, shown(panicking)),
    equal(`${where}: the next request`, '200', await ask(app.web)),
    equal(`${where}: the process`, pid, app.pid()),
  ]
}
