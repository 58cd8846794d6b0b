import type { Context } from '../context.ts'
import type { BundleFlags } from '../options.ts'

export async function bundle(_flags: BundleFlags, _context: Context): Promise<void> {}
