import type { Messages } from '../messages/en.ts'

export type DevFlags = Readonly<Record<never, never>>
export type DoctorFlags = Readonly<Record<never, never>>
export type BuildFlags = {
  /** Where to put an addon of the dev profile, instead of building for release. */
  readonly dev?: string | undefined
  /** Passed on to cargo. */
  readonly cargoArgs: readonly string[]
}
export type BundleFlags = { readonly addon?: string | undefined }
export type RehearseFlags = {
  readonly standIn: boolean
  /** The Node.js program to run the app with, instead of the one that runs us. */
  readonly node?: string | undefined
}
export type DeployFlags = {
  readonly setup: boolean
  readonly rollback: boolean
  readonly unlock: boolean
  readonly close: boolean
  readonly dryRun: boolean
  readonly skipTrial: boolean
}

export type FlagsOf = {
  readonly dev: DevFlags
  readonly build: BuildFlags
  readonly bundle: BundleFlags
  readonly rehearse: RehearseFlags
  readonly deploy: DeployFlags
  readonly doctor: DoctorFlags
}

export type CommandName = keyof FlagsOf

export type ToolkitOption = {
  /** Also the name of its line of help in the messages. */
  readonly name: keyof Messages['toolkit']['options']
  /** In commander's notation. */
  readonly flag: string
  readonly values?: readonly string[]
}

export type CommandSpec = {
  readonly name: CommandName
  readonly options: readonly ToolkitOption[]
  /** It takes any other arguments, for the program that it runs. */
  readonly passesOn?: true
}

/** Every command and every option of the toolkit. Parsing, help and npm's consumed options all come from this table. */
export const commandTable: readonly CommandSpec[] = [
  { name: 'dev', options: [] },
  { name: 'build', options: [{ name: 'dev', flag: '--dev <file>' }], passesOn: true },
  { name: 'bundle', options: [{ name: 'addon', flag: '--addon <file>' }] },
  {
    name: 'rehearse',
    options: [
      { name: 'standIn', flag: '--stand-in' },
      { name: 'node', flag: '--node <file>' },
    ],
  },
  {
    name: 'deploy',
    options: [
      { name: 'setup', flag: '--setup' },
      { name: 'dryRun', flag: '--dry-run' },
      { name: 'rollback', flag: '--rollback' },
      { name: 'skipTrial', flag: '--skip-trial' },
      { name: 'unlock', flag: '--unlock' },
      { name: 'close', flag: '--close' },
    ],
  },
  { name: 'doctor', options: [] },
]
