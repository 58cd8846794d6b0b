import type { Context } from '../context.ts'
import type { DeployFlags } from '../options.ts'

export async function deploy(_flags: DeployFlags, _context: Context): Promise<void> {}
