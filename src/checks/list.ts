import { cargo } from './cargo.ts'
import type { Check } from './finding.ts'
import { npm } from './npm.ts'

/** In the order in which a person needs them. */
export const checks: readonly Check[] = [npm, cargo]
