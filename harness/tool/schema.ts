import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'

/** Parses the output as one JSON document, and validates it against `schema/<name>.schema.json`. */
export function parseAs<Document>(name: string, printed: string): Document {
  const schema = JSON.parse(readFileSync(`schema/${name}.schema.json`, 'utf8'))
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true })
  const document: unknown = JSON.parse(printed)
  if (!ajv.validate(schema, document)) throw new Error(`${ajv.errorsText()}\n${printed}`)
  return document as Document
}
