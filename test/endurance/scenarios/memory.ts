import { appProcesses } from '../../../harness/passenger/passenger.ts'
import { openApp } from '../app.ts'
import { ask } from '../health.ts'
import { wrapNode } from '../node-wrapper.ts'
import { addressSpace, limit } from '../process.ts'
import { request, sendMany, shown } from '../requests.ts'
import { equal, type Row, type Subject, type Trial, told } from '../trial.ts'

// JSON that takes many times its size when it is read: 800,000 numbers in 1.6 MB.
const body = `[${'1,'.repeat(800_000)}1]`
const large = { send: request('POST', '/echo', body), status: 200, body }
const gigabytes = 4

export const memoryLimit: Trial = {
  name: 'memory',
  title: 'a limit to its memory (prlimit --as), which is then reached',
  async run(subject) {
    return [...(await enough(subject)), ...(await tooLittle(subject))]
  },
}

/** The limit that one user of the host reports. */
async function enough(subject: Subject): Promise<Row[]> {
  await using node = await wrapNode(`exec prlimit --as=${gigabytes * 2 ** 30} "$NODE" "$@"`)
  await using app = await openApp(subject, { node: node.path })
  const count = subject.amount(100)
  const outcomes = await sendMany(app.web, [large], count, 8)
  return [equal(`with ${gigabytes} GiB, large JSON bodies`, `200 × ${count}`, shown(outcomes))]
}

async function tooLittle(subject: Subject): Promise<Row[]> {
  await using app = await openApp(subject)
  const pid = app.pid()
  limit(pid, 'as', addressSpace(pid) + 32 * 2 ** 20)
  const outcomes = await sendMany(app.web, [large], 32, 16)
  const ended = !appProcesses(app.root).includes(pid)
  if (!ended) limit(pid, 'as', 'unlimited')
  return [
    told('with 32 MiB more than it has, large JSON bodies', shown(outcomes)),
    told('the process', ended ? `ends: ${reason(app.log())}` : 'lives on'),
    equal('the next request', '200', await ask(app.web)),
  ]
}

function reason(log: string): string {
  return /memory allocation of \d+ bytes failed/.exec(log)?.[0].replace(/\d+/, 'n') ?? 'without a word'
}
