/** What the command line reads as a command: no project can be called that. */
export const commandNames = ['doctor', 'help'] as const
