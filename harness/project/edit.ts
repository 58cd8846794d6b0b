/** Changes a file of a project before it is written. */
export type Edit = (path: string, text: string) => string

export function insertAfter(text: string, place: RegExp, addition: string): string {
  if (!place.test(text)) throw new Error(`the template has no ${place}`)
  return text.replace(place, (found) => found + addition)
}
