// Adds the results of the vitest runs in a folder up to the closing line `N passed, N failed`.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const [folder = ''] = process.argv.slice(2)
const results = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')))
/** @param {string[]} names */
const total = (...names) => results.reduce((sum, result) => sum + names.reduce((n, name) => n + result[name], 0), 0)

const skipped = total('numPendingTests', 'numTodoTests')
const counts = [`${total('numPassedTests')} passed`, `${total('numFailedTests')} failed`]
console.log([...counts, ...(skipped > 0 ? [`${skipped} skipped`] : [])].join(', '))
