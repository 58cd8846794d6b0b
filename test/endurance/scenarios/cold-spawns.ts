import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { appProcesses, askRestart, startHost } from '../../../harness/passenger/passenger.ts'
import { identity } from '../../process.ts'
import { portOf } from '../app.ts'
import { keepProcessorsBusy } from '../busy.ts'
import { ask } from '../health.ts'
import { type Outcomes, shown } from '../requests.ts'
import { equal, type Trial } from '../trial.ts'

const apps = 10

/** Each request finds its app restarted, and so waits for a new process, whose start waits for something itself. */
export const coldSpawns: Trial = {
  name: 'cold-spawns',
  title: 'cold spawns on busy processors, each with a start that awaits 300 ms',
  async run(subject) {
    const roots: string[] = []
    for (let index = 0; index < apps; index++) roots.push(await subject.layOut())
    for (const root of roots) writeFileSync(path.join(root, 'start-ms'), '300')
    await using host = await startHost(roots.map((root) => ({ root })))
    await using _ = keepProcessorsBusy()

    const each = subject.amount(1000) / apps
    const outcomes: Outcomes = {}
    const spawned = new Set<string | undefined>()
    const spawnAll = roots.map(async (root, index) => {
      const web = { port: portOf(host.urls[index] as string) }
      for (let spawn = 0; spawn < each; spawn++) {
        askRestart(root)
        const outcome = await ask(web)
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
        for (const pid of appProcesses(root)) spawned.add(identity(pid))
      }
    })
    await Promise.all(spawnAll)
    spawned.delete(undefined)
    return [
      equal('answers', `200 × ${each * apps}`, shown(outcomes)),
      { ...equal('processes', '', spawned.size), expected: `≥ ${each * apps}`, ok: spawned.size >= each * apps },
    ]
  },
}
