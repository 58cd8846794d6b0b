import { bundle } from './en/bundle.ts'
import { deploy } from './en/deploy.ts'
import { shared } from './en/shared.ts'
import { tool } from './en/tool.ts'
import { toolkit } from './en/toolkit.ts'

/**
 * Everything that is said to a person, in English. Other languages have the same type, so that a missing text does not
 * compile. The build leaves out of each program what only the other one says.
 */
export const en = { ...shared, ...tool, toolkit, bundle, deploy }

export type Messages = typeof en
