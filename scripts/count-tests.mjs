// Adds the results of the vitest runs of some projects up to the closing line `N passed, N failed`. A run without a result
// did not finish: the exit code is 1.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const [folder = '', ...projects] = process.argv.slice(2)
const fileOf = (/** @type {string} */ project) => join(folder, `${project}.json`)
const unfinished = projects.filter((project) => !existsSync(fileOf(project)))
const results = projects
  .filter((project) => !unfinished.includes(project))
  .map((project) => JSON.parse(readFileSync(fileOf(project), 'utf8')))
/** @param {string[]} names */
const total = (...names) => results.reduce((sum, result) => sum + names.reduce((n, name) => n + result[name], 0), 0)

if (unfinished.length > 0) {
  console.log(`No result of: ${unfinished.join(', ')}`)
  process.exitCode = 1
}
const skipped = total('numPendingTests', 'numTodoTests')
const counts = [`${total('numPassedTests')} passed`, `${total('numFailedTests')} failed`]
console.log([...counts, ...(skipped > 0 ? [`${skipped} skipped`] : [])].join(', '))
