import type { Localized } from '../../text/localized.ts'

/** Progress, for the person: on stderr, since stdout is for the URL alone. */
export type Log = (line: Localized) => void
