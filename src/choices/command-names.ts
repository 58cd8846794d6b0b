/** What the command line reads as a command: no project can be called that. */
export const commandNames = ['doctor', 'help'] as const

/** `help` is near to too many good names. */
export const commandsThatMayBeMeant: readonly string[] = ['doctor']
