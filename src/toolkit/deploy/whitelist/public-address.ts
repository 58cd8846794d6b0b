import { Refused } from '../../../errors/errors.ts'

/** The address that the host will see, which only somebody outside can tell. Throws Refused. */
export async function publicAddress(): Promise<string> {
  try {
    const response = await fetch('https://api.ipify.org', { signal: AbortSignal.timeout(10_000) })
    const address = (await response.text()).trim()
    if (/^[\d.]+$|^[\da-f:]+$/i.test(address)) return address
  } catch {} // reported below
  throw new Refused((t) => t.deploy.whitelist.addressUnknown)
}
