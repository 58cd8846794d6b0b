import { DeployError } from './error.mjs'

/**
 * @typedef {object} Access what the API of the whitelist wants
 * @property {string} token nothing: the whitelist is not used
 * @property {string} otp of two-factor authentication, or nothing
 * @property {string} address of this machine, or nothing: it is asked for
 * @property {string} server where the API is, or nothing: port 2083 of the host
 */

/**
 * Takes the secrets out of the environment: no program that is started from here gets to see them, whatever ssh is
 * configured to send.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Access}
 */
export function takeAccess(env) {
  const [token, otp, address, server] = ['API_TOKEN', 'OTP', 'IP', 'API_URL'].map((name) => {
    const value = env[`O2SWITCH_${name}`]?.trim() ?? ''
    delete env[`O2SWITCH_${name}`]
    if (/[^!-~]/.test(value))
      throw new DeployError(2, `O2SWITCH_${name} has a blank, a line end or a letter in it that cannot be part of it.`)
    return value
  })
  if (server && !server.startsWith('https://'))
    throw new DeployError(2, 'O2SWITCH_API_URL must begin with https://: the token goes there.')
  return { token, otp, address, server }
}
