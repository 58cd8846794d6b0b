import { DeployError } from './error.mjs'

/** The address that the host will see, which only somebody outside can tell. */
export async function ownAddress() {
  try {
    const response = await fetch('https://api.ipify.org', { signal: AbortSignal.timeout(10_000) })
    const address = (await response.text()).trim()
    if (/^[\d.]+$|^[\da-f:]+$/i.test(address)) return address
  } catch {} // told below
  throw new DeployError(4, 'The public address of this machine cannot be found out: set O2SWITCH_IP.')
}
