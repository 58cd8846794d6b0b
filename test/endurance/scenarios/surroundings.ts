import path from 'node:path'
import fc from 'fast-check'
import { fetchCrates } from '../../../harness/project/acceptance.ts'
import { cargoIn, createIn } from '../../../harness/tool/create-in-world.ts'
import { worlds } from '../../../harness/tool/random-surroundings.ts'
import { equal, observed, type Row, type Scenario, type Subject } from '../scenario.ts'

const runs = 334 // 2,000 with three frameworks in two processes
const checkedEvery = 50

/** The property of test/commands/surroundings.property.test.ts, with `cargo check` now and then. The process does not matter. */
export const surroundings: Scenario = {
  name: 'surroundings',
  title: 'projects that are created in random surroundings: variables, configuration files, folders above',
  run,
}

async function run({ framework, scaled }: Subject): Promise<Row[]> {
  await fetchCrates()
  const seed = Date.now() % 2 ** 31
  const count = Math.round(scaled(runs))
  let created = 0
  let checked = 0
  const check = async (project: string) => {
    if (created++ % checkedEvery !== 0) return undefined
    checked++
    const env = { CARGO_TARGET_DIR: path.resolve('target', 'endurance', 'surroundings'), RUSTFLAGS: '' }
    const { exitCode, stderr } = await cargoIn(project, ['check', '--locked', '--offline', '--lib'], env)
    return exitCode === 0 ? undefined : `cargo check: ${stderr}`
  }
  const property = fc.asyncProperty(worlds([framework]), async (world) => {
    const { wrong } = await createIn(world, path.resolve('bin/create-o2switch-rust.js'), check)
    if (wrong !== undefined) throw new Error(wrong)
  })
  const details = await fc.check(property, { numRuns: count, seed, endOnFailure: true })
  if (details.failed) console.error(fc.defaultReportMessage(details))
  return [
    equal(`of ${count} worlds, those that break a promise (seed ${seed})`, 0, details.failed ? 1 : 0),
    observed('created, and of these compiled', `${created}, ${checked}`),
  ]
}
