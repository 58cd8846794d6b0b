import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { openApp, type Place } from '../app.ts'
import { requestHello } from '../clients/hello.ts'
import { hello, panic } from '../clients/http.ts'
import { formatOutcomes } from '../clients/outcomes.ts'
import { sendMany } from '../clients/send-many.ts'
import { wrapNode } from '../node-wrapper.ts'
import { equal, type Row, type Scenario, type Subject } from '../scenario.ts'

/** Behaves like a file on a full disk. */
const fullDevice = '/dev/full'

export const fullDisk: Scenario = {
  name: 'full-disk',
  title: 'logs on a full disk, with handlers that log and panic',
  async run(subject) {
    // As under LiteSpeed, or with `npm start > log`, where output goes straight to the disk. Passenger assumes that an app
    // has exited once both its pipes, stdout and stderr, are closed: another program keeps one open while the app runs.
    // Not in the app's folder, where it would count as the app.
    const keepPipe = '(cd / && exec tail --pid=$$ --follow /dev/null 2> /dev/null) &'
    const script = `${keepPipe} exec "$NODE" "$@" > ${fullDevice} 2> ${fullDevice}`
    await using node = await wrapNode(subject.passenger, script)
    return [
      ...(await printAndPanic(subject, "Passenger's log of the app", { logFile: fullDevice })),
      ...(await printAndPanic(subject, "the app's own output", { node: node.path })),
    ]
  },
}

async function printAndPanic(subject: Subject, where: string, place: Place): Promise<Row[]> {
  await using app = await openApp(subject, place)
  const pid = app.pid()
  const total = subject.scaled(10_000)
  const marker = (name: string) => path.join(app.root, name)
  writeFileSync(marker('prints'), '')
  const printing = await sendMany(app.web, [hello], total)
  writeFileSync(marker('panics'), '')
  const panicking = await sendMany(app.web, [panic], total)
  for (const name of ['prints', 'panics']) rmSync(marker(name))
  return [
    equal(`${where}: requests that print`, `200 × ${total}`, formatOutcomes(printing)),
    equal(`${where}: requests that panic`, `500 × ${total}`, formatOutcomes(panicking)),
    equal(`${where}: the next request`, '200', await requestHello(app.web)),
    equal(`${where}: pid`, pid, app.pid()),
  ]
}
