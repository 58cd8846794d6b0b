import { join } from 'node:path'
import { copy, outputFile } from 'fs-extra/esm'

const manifest = `[package]
name = "{{crateName}}"

[workspace]
members = ["host", "host/addon"]

[profile.bundle]
inherits = "release"
`

/** Creates a custom framework folder: a test template with another title and all required files. */
export async function writeStarter(folder: string): Promise<void> {
  await copy('harness/tool/templates/frameworks/plain', folder)
  await outputFile(
    join(folder, 'framework.json'),
    '{ "title": "Ours", "docs": "https://example.org/ours", "answers": "router", "rust": "1.88" }',
  )
  for (const name of [
    'src/error',
    'src/ours',
    'src/routes',
    'host/src/framework',
    'host/src/middleware',
    'host/src/server',
  ])
    await outputFile(join(folder, `${name}.rs`), `// ${name}\n`)
  await outputFile(join(folder, 'host/Cargo.toml.hbs'), '[package]\nname = "{{crateName}}-host"\n')
  await outputFile(join(folder, 'Cargo.toml.hbs'), manifest)
}
