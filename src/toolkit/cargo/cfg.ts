/**
 * Whether the expression of a `[target.'cfg(…)']` holds, given what `rustc --print cfg` prints, such as `unix` and
 * `target_os="linux"` (https://doc.rust-lang.org/reference/conditional-compilation.html).
 */
export function holds(expression: string, facts: ReadonlySet<string>): boolean {
  const tokens = expression.match(/"[^"]*"|\w+|[(),=]/g) ?? []
  const next = () => tokens.shift() ?? ''

  function predicate(): boolean {
    const name = next()
    if (tokens[0] === '(') {
      const inside = list()
      if (name === 'not') return !inside.every(Boolean)
      return name === 'any' ? inside.some(Boolean) : inside.every(Boolean)
    }
    if (tokens[0] !== '=') return name === 'true' || facts.has(name)
    next()
    return facts.has(`${name}=${next()}`)
  }

  function list(): boolean[] {
    const found: boolean[] = []
    next()
    while (tokens.length > 0 && tokens[0] !== ')') {
      found.push(predicate())
      if (tokens[0] === ',') next()
    }
    next()
    return found
  }

  return predicate()
}
