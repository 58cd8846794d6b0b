/** A file of a template, or of the project created from it. */
export type TemplateFile = {
  /** Relative to the project, with forward slashes. */
  readonly path: string
  readonly content: Uint8Array
  readonly executable: boolean
}

export function textOf({ content }: TemplateFile): string {
  return new TextDecoder().decode(content)
}

/** The same file with this text. */
export function withText(file: TemplateFile, text: string): TemplateFile {
  return { ...file, content: new TextEncoder().encode(text) }
}
