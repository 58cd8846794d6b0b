import { join } from 'node:path'
import { copy, outputFile } from 'fs-extra/esm'

const manifest = `[package]
name = "{{crateName}}"

[lib]
crate-type = ["cdylib"]

[dependencies]
napi = "3"

[profile.bundle]
inherits = "release"
`

/** Creates a custom framework folder: a test template with another title and all required files. */
export async function writeStarter(folder: string): Promise<void> {
  await copy('harness/tool/templates/frameworks/plain', folder)
  await outputFile(join(folder, 'framework.json'), '{ "title": "Ours", "docs": "https://example.org/ours" }')
  for (const name of ['ours', 'server']) await outputFile(join(folder, `src/${name}.rs`), `// ${name}\n`)
  await outputFile(join(folder, 'Cargo.toml.hbs'), manifest)
}
