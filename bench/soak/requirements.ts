import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

interface Requirement {
  readonly what: string
  readonly install: string
  isThere(): boolean
}

/** How many descriptors this process and the app need for 10,000 connections. */
const descriptorsNeeded = 10_500

const requirements: readonly Requirement[] = [
  {
    what: 'Linux, whose /proc is read',
    install: 'run it in a virtual machine',
    isThere: () => process.platform === 'linux',
  },
  { what: 'Apache', install: 'apt-get install apache2-bin', isThere: () => existsSync('/usr/sbin/apache2') },
  {
    what: 'Passenger',
    install: 'apt-get install libapache2-mod-passenger',
    isThere: () => existsSync('/usr/lib/apache2/modules/mod_passenger.so'),
  },
  {
    what: 'Rust',
    install: "curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh",
    isThere: () => runs('cargo', '--version'),
  },
  { what: 'a C compiler', install: 'apt-get install build-essential', isThere: () => runs('cc', '--version') },
  { what: 'prlimit', install: 'apt-get install util-linux', isThere: () => runs('prlimit', '--version') },
  {
    what: `leave to open ${descriptorsNeeded} files`,
    install: `as root: ulimit -Hn ${descriptorsNeeded}`,
    isThere: () => openFiles() >= descriptorsNeeded,
  },
]

/** What this machine lacks, and how one gets it: one line each. */
export function missing(): string[] {
  return requirements.filter(({ isThere }) => !isThere()).map(({ what, install }) => `${what}: ${install}`)
}

function runs(program: string, ...args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Node raises its limit to the hard one by itself. */
function openFiles(): number {
  const limit = execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim()
  return limit === 'unlimited' ? Number.POSITIVE_INFINITY : Number(limit)
}
