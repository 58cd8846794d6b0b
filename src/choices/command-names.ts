/** Words that the command line reads as a command: no project can have such a name. */
export const commandNames = ['doctor', 'help'] as const

/** Commands to suggest for a misspelled folder. Without `help`, which is close to too many good names. */
export const commandsThatMayBeMeant: readonly string[] = ['doctor']
