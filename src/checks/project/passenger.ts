import type { Check } from '../check.ts'
import { type Probe, versionIn } from '../probe.ts'
import { systemInstall } from '../system.ts'

/** Only for `rehearse`, which has a stand-in for Passenger's loader. */
export const passenger: Check = {
  name: 'passenger',
  title: () => () => 'Passenger',
  look: async ({ probe }) => {
    // What is built for the host can be loaded nowhere else.
    if (process.platform !== 'linux' || process.arch !== 'x64')
      return { status: 'unneeded', detail: (t) => t.checks.rehearsalElsewhere }
    const version = versionIn(await askPassenger(probe, 'version'))
    if (version) return { status: 'passed', version }
    const command = systemInstall('passenger') ?? 'https://www.phusionpassenger.com'
    return {
      status: 'unneeded',
      detail: (t) => t.checks.passengerOptional,
      hint: (t) => t.checks.install(command),
    }
  },
}

/** What Passenger says about itself. */
export function askPassenger(probe: Probe, about: 'version' | 'root' | 'support-binaries-dir') {
  return probe('passenger-config', 'about', about)
}
