import type { Context } from '../context.ts'
import type { RehearseFlags } from '../options.ts'

export async function rehearse(_flags: RehearseFlags, _context: Context): Promise<void> {}
