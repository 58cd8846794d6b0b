import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { outputFile, outputJson } from 'fs-extra/esm'
import { svgOf } from './chart.ts'
import type { Result } from './result.ts'

/** Where the results are kept that the README shows. */
const kept = path.resolve('bench')

/** Quick ones are not to be believed, so they must not take the place of others. */
const passing = path.resolve('target', 'bench')

/** Writes results/<name>.json and charts/<name>.svg; returns the folder that holds both. */
export async function writeResult(result: Result): Promise<string> {
  const folder = result.quick ? passing : kept
  await outputJson(path.join(folder, 'results', `${result.name}.json`), result, { spaces: 2 })
  await outputFile(path.join(folder, 'charts', `${result.name}.svg`), svgOf(result))
  return folder
}

/** The kept results of those figures that have been measured, in the order given. */
export async function readResults(names: readonly string[]): Promise<Result[]> {
  const files = names.map((name) => path.join(kept, 'results', `${name}.json`)).filter((file) => existsSync(file))
  return Promise.all(files.map(async (file) => JSON.parse(await readFile(file, 'utf8')) as Result))
}
