import { basename } from 'node:path'

/** Variables as a process has them. */
export type Env = Readonly<Record<string, string | undefined>>

/** Who gets an environment, if that is more than the program's name tells. */
export type Recipient = 'git' | 'rehearsal'

// They open the account. We use them ourselves, and no program that we start has any use for them.
const secrets = ['O2SWITCH_API_TOKEN', 'O2SWITCH_OTP']

const withheld: Readonly<Record<Recipient, readonly string[]>> = {
  // Started from a git hook, git would otherwise take that repository for ours.
  git: ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE'],
  // The host sets none of these for an app.
  rehearsal: ['PORT', 'HOST', 'ADDON'],
}

/**
 * The environment of a program that we start: the caller's variables that are meant for it, then our own. One that we
 * set to undefined is left out. No other function passes the caller's variables on.
 */
export function environmentFor(recipient: string, own: Env = {}): NodeJS.ProcessEnv {
  const kind = basename(recipient).replace(/\.exe$/, '')
  const kept = [...secrets, ...(isRecipient(kind) ? withheld[kind] : [])]
  const variables = { ...process.env, ...Object.fromEntries(kept.map((name) => [name, undefined])), ...own }
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined))
}

function isRecipient(kind: string): kind is Recipient {
  return Object.hasOwn(withheld, kind)
}
