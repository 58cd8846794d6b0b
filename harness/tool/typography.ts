const rules: readonly (readonly [wrong: RegExp, rule: string])[] = [
  [/(?<!\u00a0)[;!?»](?=[\s.,)*]|$)/u, 'a no-break space before ; ! ? and »'],
  [/(?<!\u00a0):(?=[\s*]|$)/u, 'a no-break space before :'],
  [/«(?!\u00a0)/u, 'a no-break space after «'],
  [/\u202f/u, 'one kind of no-break space, U+00A0'],
  [/\p{L}'\p{L}/u, 'the apostrophe ’'],
  [/"/, 'the quotes « »'],
  [/\.\.\./, '… instead of three dots'],
]

/** Violations of French typography in a text or Markdown page, ignoring code in backticks. */
export function typos(text: string): string[] {
  const prose = text.replace(/```.*?```/gs, '').replace(/`[^`]*`/g, 'x')
  return rules.flatMap(([wrong, rule]) => {
    const found = wrong.exec(prose)
    return found ? [`${rule}: ${prose.slice(Math.max(0, found.index - 20), found.index + 20)}`] : []
  })
}
