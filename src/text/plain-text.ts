// ECMA-48: control strings (OSC, DCS, SOS, PM, APC) up to BEL or ST, control sequences (CSI), other escapes.
const sequences =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
  /(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\r\n]*(?:\x07|\x1b\\|\x9c)?|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|\x1b[ -/]*[0-~]?/g

/** Text that was made for a terminal, without what only a terminal understands: colours, links, titles. */
export function withoutEscapes(text: string): string {
  return text.replace(sequences, '')
}

/** The lines of such text as a terminal would leave them: a progress bar has written over its line many times. */
export function plainLines(text: string): string[] {
  return withoutEscapes(text)
    .split(/\r*\n/)
    .map((line) => (line.split('\r').findLast((part) => part.trim() !== '') ?? '').replace(/[^\P{Cc}\t]/gu, ''))
}
