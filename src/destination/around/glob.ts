/** The pieces of a glob that have a meaning of their own, in the dialects of cargo, npm, pnpm, yarn, bun and deno. */
const pieces = /\*\*\/?|\*|\?|\[[^\]]*\]|\{[^}]*\}|[^*?[{]+|./g

/** Whether a pattern of a workspace's file means this folder. Both are relative to that file, with slashes. */
export function matchesGlob(path: string, pattern: string): boolean {
  return new RegExp(`^${sourceOf(plain(pattern))}$`).test(path)
}

/** Without what has no meaning at the ends of a path: `./a/` is `a`. */
export function plain(path: string): string {
  return path.replace(/^(\.\/)+|\/+$/g, '')
}

/** Whether the pattern can mean more than one folder. */
export function isGlob(pattern: string): boolean {
  return /[*?[{]/.test(pattern)
}

function sourceOf(glob: string): string {
  return (glob.match(pieces) ?? []).map(sourceOfPiece).join('')
}

function sourceOfPiece(piece: string): string {
  if (piece === '**/') return '(?:[^/]+/)*'
  if (piece === '**') return '.*'
  if (piece === '*') return '[^/]*'
  if (piece === '?') return '[^/]'
  if (/^\[.+\]$/.test(piece)) return piece.replace(/^\[!/, '[^').replaceAll('\\', '\\\\')
  if (piece.length > 1 && piece.startsWith('{')) return `(?:${piece.slice(1, -1).split(',').map(sourceOf).join('|')})`
  return piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
