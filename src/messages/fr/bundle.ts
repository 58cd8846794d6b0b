import type { bundle as en } from '../en/bundle.ts'

export const bundle: typeof en = {}
