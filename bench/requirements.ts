import { existsSync } from 'node:fs'
import { execa } from 'execa'

interface Requirement {
  readonly name: string
  /** How to come by it. */
  readonly mend: string
  isThere(): Promise<boolean>
}

const debian = (packages: string) => `sudo apt-get install --no-install-recommends ${packages}`

const requirements: readonly Requirement[] = [
  {
    name: 'Apache with mod_passenger',
    mend: debian('apache2-bin libapache2-mod-passenger'),
    isThere: async () => existsSync('/usr/sbin/apache2') && existsSync('/usr/lib/apache2/modules/mod_passenger.so'),
  },
  { name: 'wrk', mend: debian('wrk'), isThere: () => starts('wrk', '--version') },
  { name: 'hyperfine', mend: debian('hyperfine'), isThere: () => starts('hyperfine', '--version') },
  { name: 'git', mend: debian('git'), isThere: () => starts('git', '--version') },
  { name: 'a C compiler', mend: debian('build-essential'), isThere: () => starts('cc', '--version') },
  {
    name: 'cargo',
    mend: "curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh",
    isThere: () => starts('cargo', '--version'),
  },
  // Newer ones need a newer rustc.
  {
    name: 'oha',
    mend: 'cargo install --locked --version 1.4.6 oha',
    isThere: () => starts('oha', '--version'),
  },
]

/** What is missing of what the figures are measured with, as lines that tell how to install it. */
export async function missingRequirements(): Promise<string[]> {
  const there = await Promise.all(requirements.map((requirement) => requirement.isThere()))
  return requirements.filter((_, index) => !there[index]).map(({ name, mend }) => `${name}: ${mend}`)
}

/** wrk ends with 1 when it tells its version: what cannot be started at all has no exit code. */
async function starts(program: string, ...args: readonly string[]): Promise<boolean> {
  const { exitCode } = await execa(program, args, { reject: false, stdin: 'ignore' })
  return exitCode !== undefined
}
