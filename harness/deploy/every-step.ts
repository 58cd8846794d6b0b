import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { startLoad } from '../passenger/load.ts'
import { until } from '../until.ts'
import { type Account, isLocked } from './account.ts'
import { type Online, putOnline } from './online.ts'
import type { Running } from './project.ts'
import { holdAt } from './steps.ts'

/** The processes that are left of a group. */
export function groupOf(leader: number): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.filter((pid) => {
    try {
      const [state, , group] = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ')
      return state !== 'Z' && Number(group) === leader
    } catch {
      return false // it has ended
    }
  })
}

const live = ({ root }: Account) => readlinkSync(path.join(root, 'current')).replace('releases/', '')

/** What a trouble at a step may lead to: each exit code, and whether the new release is then live (undefined: nobody knows). */
type Outcomes = Readonly<Record<string, boolean | undefined>>

/** Makes trouble while a deploy waits before a step, or while it goes on. */
export type Trouble = (account: Account, running: Running) => void | Promise<void>

/**
 * Deploys again and again, with that trouble at the first step, the second, and so on to the last: the site answers all the
 * while, the exit code tells what is live, and the next deploy goes through. Each trouble has a test file of its own, so that
 * they run side by side.
 */
export function everyStep(moment: 'before' | 'while', make: Trouble, outcomes: Outcomes): void {
  test('at every step', { timeout: 1_500_000 }, () => atEveryStep(moment, make, outcomes))
}

async function atEveryStep(moment: 'before' | 'while', make: Trouble, outcomes: Outcomes): Promise<void> {
  await using online = await putOnline()
  const { account, url } = online
  const config = readFileSync(account.sshConfig, 'utf8')
  const load = startLoad(`${url}/`, 1, 'Hello from Rust!\n', 20)
  let step = 1
  const seen: string[] = []
  for (; ; step++) {
    const before = live(account)
    const held = holdAt(account, step, moment)
    online.project.bundle(`1.${step}.0`)
    const running = online.project.start()
    let over = false
    void running.ended.then(() => {
      over = true
    })
    await until(() => held.reached() || over, `step ${step}`)
    if (!held.reached()) {
      expect(await running.ended, 'nothing was in the way of the last').toMatchObject({ exitCode: 0 })
      break // there are no more steps
    }
    await make(account, running)
    held.goOn()
    const { exitCode, stdout, stderr } = await running.ended
    held.remove()
    writeFileSync(account.sshConfig, config)

    const where = `step ${step}: ${exitCode}\n${stderr}`
    seen.push(`${step}: ${exitCode}`)
    expect(Object.keys(outcomes), where).toContain(String(exitCode))
    expect(stdout, where).toBe(exitCode === 0 ? `${url}\n` : '')
    const isNew = outcomes[exitCode]
    if (isNew !== undefined) expect(live(account) !== before, where).toBe(isNew)
    if (/Nothing live has changed|live again/.test(stderr)) expect(live(account), where).toBe(before)
    await until(() => groupOf(running.pid).length === 0, `all that was started to end, ${where}`)
    expect(readdirSync(online.project.root).sort(), where).toEqual(['dist', 'scripts'])
    await until(() => !isLocked(account), 'the host to free the lock')
    // What a trouble leaves must not be in the way of the next deploy, up to its own trouble; some go all the way.
    if (step % 4 === 0) await checkNext(online, step, where)
  }
  const answers = await load.stop()
  expect(Object.keys(answers), JSON.stringify(answers)).toEqual(['200'])
  expect(step, seen.join('\n')).toBeGreaterThan(10)
}

/** Deploys again, as anybody would: it goes through, and nothing is left of what went before. */
async function checkNext({ account, project, url }: Online, step: number, where: string): Promise<void> {
  project.bundle(`2.${step}.0`)
  const next = await project.deploy()
  expect(next, `after ${where}\nthen ${next.stderr}`).toMatchObject({ exitCode: 0, stdout: `${url}\n` })
  expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ version: `2.${step}.0` })
  const left = readdirSync(path.join(account.root, 'releases'))
  expect(left.filter((name) => !/^\d{8}-\d{6}-[\d.]+$/.test(name))).toEqual([])
  expect(left.length).toBeLessThanOrEqual(3)
}
