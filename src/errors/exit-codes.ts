/** Every exit code of both programs. A test compares the documentation with this table. */
export const exitCodes = {
  done: 0,
  bug: 1,
  usage: 2,
  environment: 3,
  build: 4,
  takenBack: 5,
  stateUnknown: 6,
  refused: 7,
} as const

/** The signals that stop a run, with the exit codes that shells expect for them. */
export const signalExitCodes = { SIGHUP: 129, SIGINT: 130, SIGQUIT: 131, SIGTERM: 143 } as const

export type StopSignal = keyof typeof signalExitCodes
