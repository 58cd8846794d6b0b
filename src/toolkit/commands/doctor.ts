import type { Context } from '../context.ts'
import type { DoctorFlags } from '../options.ts'

export async function doctor(_flags: DoctorFlags, _context: Context): Promise<void> {}
