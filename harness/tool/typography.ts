const rules: readonly (readonly [wrong: RegExp, rule: string])[] = [
  [/(?<!\u00a0)[;!?»](?=[\s.,)*]|$)/u, 'a no-break space before ; ! ? and »'],
  [/(?<!\u00a0):(?=[\s*]|$)/u, 'a no-break space before :'],
  [/«(?!\u00a0)/u, 'a no-break space after «'],
  [/\u202f/u, 'one kind of no-break space, U+00A0'],
  [/\p{L}'\p{L}/u, 'the apostrophe ’'],
  [/"/, 'the quotes « »'],
  [/\.\.\./, '… for three points'],
]

/** What French typography has against a sentence or a page of Markdown; what stands in backticks is not French. */
export function typos(text: string): string[] {
  const prose = text.replace(/```.*?```/gs, '').replace(/`[^`]*`/g, 'x')
  return rules.flatMap(([wrong, rule]) => {
    const found = wrong.exec(prose)
    return found ? [`${rule}: ${prose.slice(Math.max(0, found.index - 20), found.index + 20)}`] : []
  })
}
