import type { Context } from '../context.ts'
import type { DevFlags } from '../options.ts'

export async function dev(_flags: DevFlags, _context: Context): Promise<void> {}
