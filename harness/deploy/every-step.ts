import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { startLoad } from '../passenger/load.ts'
import { processGroup } from '../proc.ts'
import { until } from '../until.ts'
import { type Account, isLocked } from './account.ts'
import { type Online, putOnline } from './online.ts'
import type { RunningDeploy } from './project.ts'
import { holdStep, type Moment } from './steps.ts'

const live = ({ root }: Account) => readlinkSync(path.join(root, 'current')).replace('releases/', '')

/** The allowed exit codes, and whether the new release is then live (undefined: unknown). */
type Outcomes = Readonly<Record<string, boolean | undefined>>

/** Interrupts a deploy that waits before a step, or is in the middle of it. */
export type Interruption = (account: Account, running: RunningDeploy) => void | Promise<void>

/**
 * Interrupts one deploy at its first step, another at its second, and so on to the last. The site must keep answering, the
 * exit code must match what is live, and the next deploy must succeed. Each interruption has its own test file, so that they
 * run in parallel.
 */
export function everyStep(what: string, moment: Moment, interrupt: Interruption, outcomes: Outcomes): void {
  test(`${what} at any step leaves the site up and the next deploy possible`, { timeout: 1_500_000 }, () =>
    interruptEveryStep(moment, interrupt, outcomes),
  )
}

async function interruptEveryStep(moment: Moment, interrupt: Interruption, outcomes: Outcomes): Promise<void> {
  await using online = await putOnline()
  const { account, url } = online
  const config = readFileSync(account.sshConfig, 'utf8')
  const load = startLoad(`${url}/`, 1, 'Hello from Rust!\n', 20)
  let step = 1
  const seen: string[] = []
  for (; ; step++) {
    const before = live(account)
    const held = holdStep(account, step, moment)
    online.project.bundle(`1.${step}.0`)
    const running = online.project.start()
    let over = false
    void running.result.then(() => {
      over = true
    })
    await until(() => held.reached() || over, `step ${step}`)
    if (!held.reached()) {
      expect(await running.result, 'a deploy that was not interrupted').toMatchObject({ exitCode: 0 })
      break // there are no more steps
    }
    await interrupt(account, running)
    held.resume()
    const { exitCode, stdout, stderr } = await running.result
    held.remove()
    writeFileSync(account.sshConfig, config)

    const where = `step ${step}: ${exitCode}\n${stderr}`
    seen.push(`${step}: ${exitCode}`)
    expect(Object.keys(outcomes), where).toContain(String(exitCode))
    expect(stdout, where).toBe(exitCode === 0 ? `${url}\n` : '')
    const isNew = outcomes[exitCode]
    if (isNew !== undefined) expect(live(account) !== before, where).toBe(isNew)
    if (/Nothing live has changed|live again/.test(stderr)) expect(live(account), where).toBe(before)
    await until(() => processGroup(running.pid).length === 0, `all its processes to exit, ${where}`)
    expect(readdirSync(online.project.root).sort(), where).toEqual(['dist', 'scripts'])
    await until(() => !isLocked(account), 'the host to release the lock')
    // The next deploy is interrupted as well, so now and then let one run to the end.
    if (step % 4 === 0) await checkNextDeploy(online, step, where)
  }
  const answers = await load.stop()
  expect(Object.keys(answers), JSON.stringify(answers)).toEqual(['200'])
  expect(step, seen.join('\n')).toBeGreaterThan(10)
}

/** The next deploy must succeed, and remove what interrupted ones have left. */
async function checkNextDeploy({ account, project, url }: Online, step: number, where: string): Promise<void> {
  project.bundle(`2.${step}.0`)
  const next = await project.deploy()
  expect(next, `after ${where}\nthen ${next.stderr}`).toMatchObject({ exitCode: 0, stdout: `${url}\n` })
  expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ version: `2.${step}.0` })
  const left = readdirSync(path.join(account.root, 'releases'))
  expect(left.filter((name) => !/^\d{8}-\d{6}-[\d.]+$/.test(name))).toEqual([])
  expect(left.length).toBeLessThanOrEqual(3)
}
