import type { Row } from './scenario.ts'

export interface Result {
  readonly contender: string
  readonly scenario: string
  readonly row: Row
}

/** A Markdown table, so that it can be pasted. The first column marks failures. */
export function resultTable(results: readonly Result[]): string {
  const head = ['', 'app', 'scenario', 'what', 'expected', 'found']
  const lines = results.map(({ contender, scenario, row }) => [
    row.ok ? 'ok' : 'FAILED',
    contender,
    scenario,
    row.what,
    row.expected,
    row.found,
  ])
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)))
  const format = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [format(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...lines.map(format)].join('\n')
}
