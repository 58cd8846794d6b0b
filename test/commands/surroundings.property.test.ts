import { readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { fetchCrates } from '../../harness/project/acceptance.ts'
import { createIn } from '../../harness/tool/create-in-world.ts'
import { worlds } from '../../harness/tool/random-surroundings.ts'

beforeAll(fetchCrates, 120_000)

// `npm run endurance -- surroundings` has 2,000 of them.
const seed = Number(process.env.SEED ?? Date.now())
const numRuns = Number(process.env.RUNS ?? 40)

test(`in random surroundings, a project is good or its rejection names the cause, and nothing else changes (SEED=${seed})`, {
  timeout: 60_000 + 6_000 * numRuns,
}, async () => {
  const exitCodes: (number | undefined)[] = []
  const property = fc.asyncProperty(worlds(await readdir('templates/frameworks')), async (world) => {
    const { exitCode, wrong } = await createIn(world, resolve('bin/create-o2switch-rust.js'))
    exitCodes.push(exitCode)
    expect(wrong).toBe(undefined)
  })
  await fc.assert(property, { numRuns, seed, endOnFailure: true })
  expect(exitCodes.filter((code) => code === 0).length, 'most are created').toBeGreaterThan(exitCodes.length / 2)
})
