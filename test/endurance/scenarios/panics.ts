import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { residentMemory, threadNames } from '../../../harness/proc.ts'
import { openApp } from '../app.ts'
import { requestHello } from '../clients/hello.ts'
import { panic } from '../clients/http.ts'
import { formatOutcomes } from '../clients/outcomes.ts'
import { sendMany } from '../clients/send-many.ts'
import { below, equal, type Scenario } from '../scenario.ts'

export const panics: Scenario = {
  name: 'panics',
  title: 'panics in a handler, through Apache and Passenger',
  async run(subject) {
    await using app = await openApp(subject)
    const pid = app.pid()
    const total = subject.scaled(10_000)
    const marker = path.join(app.root, 'panics')
    writeFileSync(marker, '')
    await sendMany(app.web, [panic], Math.max(total / 10, 500)) // warm-up
    const before = { memory: residentMemory(pid), threads: threadNames(pid).join(', ') }
    const outcomes = await sendMany(app.web, [panic], total)
    const growth = residentMemory(pid) - before.memory
    const threads = threadNames(pid).join(', ')
    rmSync(marker)
    const isSame = threads === before.threads
    return [
      equal('answers', `500 × ${total}`, formatOutcomes(outcomes)),
      below('memory growth', 5, growth, ' MB'),
      { what: 'threads', expected: 'the same', found: isSame ? 'the same' : threads, ok: isSame },
      equal('pid', pid, app.pid()),
      equal('the next request', '200', await requestHello(app.web)),
    ]
  },
}
