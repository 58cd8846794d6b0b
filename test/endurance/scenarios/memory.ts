import { appProcesses } from '../../../harness/passenger/passenger.ts'
import { addressSpace } from '../../../harness/proc.ts'
import { openApp } from '../app.ts'
import { requestHello } from '../clients/hello.ts'
import { requestText } from '../clients/http.ts'
import { formatOutcomes } from '../clients/outcomes.ts'
import { sendMany } from '../clients/send-many.ts'
import { setLimit } from '../limits.ts'
import { wrapNode } from '../node-wrapper.ts'
import { equal, observed, type Row, type Scenario, type Subject } from '../scenario.ts'

// JSON that takes many times its size when it is parsed: 800,000 numbers in 1.6 MB.
const body = `[${'1,'.repeat(800_000)}1]`
const large = { send: requestText('POST', '/echo', body), status: 200, body }
const gigabytes = 4

export const memoryLimit: Scenario = {
  name: 'memory',
  title: 'a memory limit (prlimit --as): one that is enough, then one that is exceeded',
  async run(subject) {
    return [...(await withEnough(subject)), ...(await withTooLittle(subject))]
  },
}

/** With the limit that a customer of the host has reported. */
async function withEnough(subject: Subject): Promise<Row[]> {
  await using node = await wrapNode(subject.passenger, `exec prlimit --as=${gigabytes * 2 ** 30} "$NODE" "$@"`)
  await using app = await openApp(subject, { node: node.path })
  const total = subject.scaled(100)
  const outcomes = await sendMany(app.web, [large], total, 8)
  return [equal(`large JSON bodies with ${gigabytes} GiB`, `200 × ${total}`, formatOutcomes(outcomes))]
}

async function withTooLittle(subject: Subject): Promise<Row[]> {
  await using app = await openApp(subject)
  const pid = app.pid()
  setLimit(pid, 'as', addressSpace(pid) + 32 * 2 ** 20)
  const outcomes = await sendMany(app.web, [large], 32, 16)
  const hasDied = !appProcesses(app.root).includes(pid)
  if (!hasDied) setLimit(pid, 'as', 'unlimited')
  return [
    observed('large JSON bodies with 32 MiB more than before', formatOutcomes(outcomes)),
    observed('the process', hasDied ? `ended: ${reasonIn(app.log())}` : 'survived'),
    equal('the next request', '200', await requestHello(app.web)),
  ]
}

function reasonIn(log: string): string {
  return /memory allocation of \d+ bytes failed/.exec(log)?.[0].replace(/\d+/, 'n') ?? 'nothing in the log'
}
