import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { keepProcessorsBusy } from '../../../harness/busy-processors.ts'
import type { Outcomes } from '../../../harness/passenger/load.ts'
import { appProcesses, requestRestart, startHost } from '../../../harness/passenger/passenger.ts'
import { processIdentity } from '../../../harness/proc.ts'
import { portOf } from '../app.ts'
import { requestHello } from '../clients/hello.ts'
import { count, formatOutcomes } from '../clients/outcomes.ts'
import { equal, type Scenario } from '../scenario.ts'

const apps = 10

/** A restart is requested before each request, so each waits for a new process, whose start itself takes 300 ms. */
export const coldSpawns: Scenario = {
  name: 'cold-spawns',
  title: 'cold spawns on busy processors, each with a start that waits 300 ms',
  async run(subject) {
    const roots: string[] = []
    for (let index = 0; index < apps; index++) roots.push(await subject.createAppRoot())
    for (const root of roots) writeFileSync(path.join(root, 'start-ms'), '300')
    const sites = roots.map((root) => ({ root }))
    await using host = await startHost(sites, 0, undefined, subject.passenger)
    await using _ = keepProcessorsBusy()

    const perApp = subject.scaled(1000) / apps
    const outcomes: Outcomes = {}
    const spawned = new Set<string | undefined>()
    const spawnAll = roots.map(async (root, index) => {
      const web = { port: portOf(host.urls[index] as string) }
      for (let spawn = 0; spawn < perApp; spawn++) {
        requestRestart(root)
        count(outcomes, await requestHello(web))
        for (const pid of appProcesses(root)) spawned.add(processIdentity(pid))
      }
    })
    await Promise.all(spawnAll)
    spawned.delete(undefined)
    const total = perApp * apps
    return [
      equal('answers', `200 × ${total}`, formatOutcomes(outcomes)),
      { what: 'processes', expected: `≥ ${total}`, found: String(spawned.size), ok: spawned.size >= total },
    ]
  },
}
