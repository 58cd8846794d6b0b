import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { residentMemory } from '../../process.ts'
import { openApp } from '../app.ts'
import { ask } from '../health.ts'
import { threads } from '../process.ts'
import { request, sendMany, shown } from '../requests.ts'
import { below, equal, type Trial } from '../trial.ts'

const panic = { send: request('GET', '/'), status: 500, body: '{"error":"internal server error"}' }

export const panics: Trial = {
  name: 'panics',
  title: 'panics in a handler, through Apache and Passenger',
  async run(subject) {
    await using app = await openApp(subject)
    const pid = app.pid()
    const count = subject.amount(10_000)
    const marker = path.join(app.root, 'panics')
    writeFileSync(marker, '')
    await sendMany(app.web, [panic], Math.max(count / 10, 500))
    const before = { memory: residentMemory(pid), threads: threads(pid).join(', ') }
    const outcomes = await sendMany(app.web, [panic], count)
    const growth = residentMemory(pid) - before.memory
    const left = threads(pid).join(', ')
    rmSync(marker)
    return [
      equal('answers', `500 × ${count}`, shown(outcomes)),
      below('growth of memory', 5, growth, ' MB'),
      {
        ...equal('threads', before.threads, left),
        expected: 'none lost',
        found: left === before.threads ? 'none lost' : left,
      },
      equal('the process', pid, app.pid()),
      equal('the next request', '200', await ask(app.web)),
    ]
  },
}
