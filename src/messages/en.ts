import { bundle } from './en/bundle.ts'
import { deploy } from './en/deploy.ts'
import { shared } from './en/shared.ts'
import { tool } from './en/tool.ts'
import { toolkit } from './en/toolkit.ts'

/**
 * All user-facing text, in English. Other languages have the same type, so a missing text does not compile. The build
 * drops from each program the sections that only the other one uses.
 */
export const en = { ...shared, ...tool, toolkit, bundle, deploy }

export type Messages = typeof en
