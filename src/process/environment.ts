import { basename } from 'node:path'

/** Environment variables; an undefined one is not set. */
export type Env = Readonly<Record<string, string | undefined>>

/** The purpose of an environment that needs rules of its own. */
export type Recipient = 'git' | 'rehearsal'

// They give access to the hosting account. No program that we start needs them.
const secrets = ['O2SWITCH_API_TOKEN', 'O2SWITCH_OTP']

const withheld: Readonly<Record<Recipient, readonly string[]>> = {
  // A git hook sets these: git would use the hook's repository instead of ours.
  git: ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE'],
  // The host does not set these for an app.
  rehearsal: ['PORT', 'HOST', 'ADDON'],
}

/**
 * The environment of a program that we start: the caller's variables that are meant for it, then our own, where
 * undefined unsets a variable. No other function passes the caller's variables on.
 */
export function environmentFor(recipient: string, own: Env = {}): NodeJS.ProcessEnv {
  const kind = basename(recipient).replace(/\.exe$/, '')
  const dropped = [...secrets, ...(isRecipient(kind) ? withheld[kind] : [])]
  const variables = { ...process.env, ...Object.fromEntries(dropped.map((name) => [name, undefined])), ...own }
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined))
}

function isRecipient(kind: string): kind is Recipient {
  return Object.hasOwn(withheld, kind)
}
