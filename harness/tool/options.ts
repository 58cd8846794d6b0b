import type { Framework } from '../../src/choices/framework.ts'
import { packageManagers } from '../../src/choices/package-manager.ts'
import type { Flags } from '../../src/command-line/options.ts'
import type { Options } from '../../src/plan/options.ts'

/** The flags of an empty command line. */
export const flags: Flags = {
  yes: false,
  install: true,
  build: true,
  git: true,
  overwrite: false,
  dryRun: false,
  json: false,
  verbose: false,
}

export const framework: Framework = {
  name: 'plain',
  folder: '/templates/frameworks/plain',
  title: 'Plain',
  hint: { en: 'a plain one', fr: 'une simple' },
  docs: 'https://example.org',
  answers: 'router',
  server: undefined,
  minimumRust: '1.88',
  crates: [],
}

/** The options of `create-o2switch-rust my-api --framework plain`. */
export const options: Options = {
  destination: { path: '/home/user/my-api', shown: 'my-api', folder: 'my-api', exists: false },
  name: 'my-api',
  requestedName: undefined,
  framework,
  template: undefined,
  packageManager: packageManagers.npm,
  ci: 'github',
  language: 'en',
  targetDir: undefined,
  cargoTargetDir: undefined,
  install: true,
  build: true,
  git: true,
  overwrite: false,
  dryRun: false,
  json: false,
  verbose: false,
}
