import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { execa } from 'execa'
import { temporaryFolder } from '../../../harness/temporary-folder.ts'
import { equal, type Row, type Scenario } from '../scenario.ts'

/** The part of vitest's JSON report that is read here. */
interface Report {
  readonly testResults: readonly {
    readonly message: string
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[]
  }[]
}

/** Of the first framework, npm test runs the same: this is for the others. */
export const bundle: Scenario = {
  name: 'bundle',
  title: 'the bundle for the host: an old glibc, Passenger, and rehearsals in Node and in its place',
  async run({ framework }) {
    const { folder, remove } = await temporaryFolder()
    await using _ = { [Symbol.asyncDispose]: remove }
    const report = path.join(folder, 'report.json')
    const args = ['run', '--project', 'bundles', '--reporter', 'json', '--outputFile', report]
    const options = { env: { BUNDLED_FRAMEWORK: framework }, stdin: 'ignore', all: true, reject: false } as const
    const { failed, all } = await execa('node_modules/.bin/vitest', [...args, 'test/project/bundle.test.ts'], options)
    if (failed) console.error(all)
    const { testResults }: Report = JSON.parse(await readFile(report, 'utf8'))
    return testResults.flatMap(({ message, assertionResults }) => [
      equal('vitest', '', message),
      ...assertionResults.map(({ title, status }): Row => equal(title, 'passed', status)),
    ])
  },
}
