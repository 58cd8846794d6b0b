import type { Check } from '../check.ts'
import { reasonForNoVersion, versionIn } from '../probe.ts'
import { systemInstall } from '../system.ts'

/** Optional: only for `deploy`. Its version is not reported, since ssh prints it on stderr, which a probe ignores. */
export const ssh: Check = {
  name: 'ssh',
  title: () => () => 'ssh',
  run: async ({ probe }) => {
    const answer = await probe('ssh', '-V')
    if (answer.kind === 'done') return { status: 'passed' }
    const command = systemInstall('ssh') ?? 'https://www.openssh.com'
    return {
      status: 'optional',
      detail: (t) => (answer.kind === 'missing' ? t.checks.sshOptional : reasonForNoVersion(answer)(t)),
      hint: (t) => t.checks.install(command),
    }
  },
}

/** Optional: only for `deploy`, which falls back to scp. */
export const rsync: Check = {
  name: 'rsync',
  title: () => () => 'rsync',
  run: async ({ probe }) => {
    const version = versionIn(await probe('rsync', '--version'))
    if (version) return { status: 'passed', version }
    const command = systemInstall('rsync') ?? 'https://rsync.samba.org'
    return {
      status: 'optional',
      detail: (t) => t.checks.rsyncOptional,
      hint: (t) => t.checks.install(command),
    }
  },
}
