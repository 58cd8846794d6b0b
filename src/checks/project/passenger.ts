import type { Check } from '../check.ts'
import { type Probe, versionIn } from '../probe.ts'
import { systemInstall } from '../system.ts'

/** Optional: only for `rehearse`, which has a stand-in for Passenger's loader. */
export const passenger: Check = {
  name: 'passenger',
  title: () => () => 'Passenger',
  run: async ({ probe }) => {
    // The addon is built for the host, and cannot be loaded anywhere else.
    if (process.platform !== 'linux' || process.arch !== 'x64')
      return { status: 'optional', detail: (t) => t.checks.rehearsalElsewhere }
    const version = versionIn(await askPassenger(probe, 'version'))
    if (version) return { status: 'passed', version }
    const command = systemInstall('passenger') ?? 'https://www.phusionpassenger.com'
    return {
      status: 'optional',
      detail: (t) => t.checks.passengerOptional,
      hint: (t) => t.checks.install(command),
    }
  },
}

/** Runs `passenger-config about`. */
export function askPassenger(probe: Probe, about: 'version' | 'root' | 'support-binaries-dir') {
  return probe('passenger-config', 'about', about)
}
