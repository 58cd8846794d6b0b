import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { outputFile, outputJson } from 'fs-extra/esm'
import { chartSvg } from './chart.ts'
import type { Result } from './result.ts'

/** Committed: what the README shows. */
const committed = path.resolve('bench')

/** Quick results must not replace real ones. */
const ignored = path.resolve('target', 'bench')

/** Writes results/<name>.json and charts/<name>.svg; returns the folder that has both. */
export async function writeResult(result: Result): Promise<string> {
  const folder = result.quick ? ignored : committed
  await outputJson(path.join(folder, 'results', `${result.name}.json`), result, { spaces: 2 })
  await outputFile(path.join(folder, 'charts', `${result.name}.svg`), chartSvg(result))
  return folder
}

/** The committed results of those figures that have been measured, in the order given. */
export async function readResults(names: readonly string[]): Promise<Result[]> {
  const files = names.map((name) => path.join(committed, 'results', `${name}.json`)).filter((file) => existsSync(file))
  return Promise.all(files.map(async (file): Promise<Result> => JSON.parse(await readFile(file, 'utf8'))))
}
