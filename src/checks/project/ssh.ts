import type { Check } from '../check.ts'
import { versionIn, whyNoVersion } from '../probe.ts'
import { systemInstall } from '../system.ts'

/** Only for `deploy`. It prints its version on stderr, which a probe does not keep: that it answers is enough. */
export const ssh: Check = {
  name: 'ssh',
  title: () => () => 'ssh',
  look: async ({ probe }) => {
    const answer = await probe('ssh', '-V')
    if (answer.kind === 'done') return { status: 'passed' }
    const command = systemInstall('ssh') ?? 'https://www.openssh.com'
    return {
      status: 'unneeded',
      detail: (t) => (answer.kind === 'missing' ? t.checks.sshOptional : whyNoVersion(answer)(t)),
      hint: (t) => t.checks.install(command),
    }
  },
}

/** Only for `deploy`, which takes scp where there is none. */
export const rsync: Check = {
  name: 'rsync',
  title: () => () => 'rsync',
  look: async ({ probe }) => {
    const version = versionIn(await probe('rsync', '--version'))
    if (version) return { status: 'passed', version }
    const command = systemInstall('rsync') ?? 'https://rsync.samba.org'
    return {
      status: 'unneeded',
      detail: (t) => t.checks.rsyncOptional,
      hint: (t) => t.checks.install(command),
    }
  },
}
