import type { Messages } from './en.ts'
import { bundle } from './fr/bundle.ts'
import { deploy } from './fr/deploy.ts'
import { shared } from './fr/shared.ts'
import { tool } from './fr/tool.ts'
import { toolkit } from './fr/toolkit.ts'

/** All user-facing text, in French. */
export const fr: Messages = { ...shared, ...tool, toolkit, bundle, deploy }
