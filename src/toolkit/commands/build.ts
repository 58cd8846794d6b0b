import type { Context } from '../context.ts'
import type { BuildFlags } from '../options.ts'

export async function build(_flags: BuildFlags, _context: Context): Promise<void> {}
