import type { Row } from './trial.ts'

export interface Result {
  readonly framework: string
  readonly trial: string
  readonly row: Row
}

/** A table of Markdown, so that it can be pasted; what was lost is marked in the first column. */
export function table(results: readonly Result[]): string {
  const head = ['', 'framework', 'trial', 'what', 'expected', 'found']
  const lines = results.map(({ framework, trial, row }) => [
    row.ok ? 'ok' : 'LOST',
    framework,
    trial,
    row.what,
    row.expected,
    row.found,
  ])
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)))
  const show = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [show(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...lines.map(show)].join('\n')
}
