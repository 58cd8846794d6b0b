import { UsageError } from '../../../errors/errors.ts'
import type { Env } from '../../../process/environment.ts'

/** What the API of the whitelist needs, from the environment; what is not set is undefined. */
export type Credentials = {
  /** Without one, the whitelist is not used. */
  readonly token: string | undefined
  /** The code of two-factor authentication. */
  readonly otp: string | undefined
  /** The public address of this machine; without it, a service is asked. */
  readonly address: string | undefined
  /** Where the API is; without it, port 2083 of the host. */
  readonly server: string | undefined
}

const serverVariable = 'O2SWITCH_API_URL'

/** Throws a UsageError, which shows none of them, for values that would go nowhere or unencrypted. */
export function readCredentials(env: Env): Credentials {
  const server = read(serverVariable, env)
  if (server && !server.startsWith('https://'))
    throw new UsageError((t) => t.deploy.config.insecureServer(serverVariable))
  const [token, otp, address] = ['O2SWITCH_API_TOKEN', 'O2SWITCH_OTP', 'O2SWITCH_IP'].map((name) => read(name, env))
  return { token, otp, address, server }
}

function read(variable: string, env: Env): string | undefined {
  const value = env[variable]?.trim() || undefined
  if (value && /[^!-~]/.test(value)) throw new UsageError((t) => t.deploy.config.brokenVariable(variable))
  return value
}
