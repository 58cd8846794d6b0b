/** The files of src/ that may touch files, programs, the terminal, the network or the clock. All others are pure. */
export const effectFiles: readonly string[] = []
