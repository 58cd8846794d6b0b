import type { deploy as en } from '../en/deploy.ts'

export const deploy: typeof en = {}
