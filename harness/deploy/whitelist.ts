// Stand-in for o2switch's SSH whitelist in cPanel's API: GET /execute/SshWhitelist/{list,add,remove} with a token in a header,
// and an OTP in another with two-factor authentication. HTTP 200 even on failure; five places, each free once both directions
// are removed; `add` is slow. Sources: https://faq.o2switch.fr/cpanel/outils/exception-parefeu/ and scripts that use the API.
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'

export interface Whitelist {
  /** The environment of a deploy that uses it and trusts its certificate. */
  readonly env: Readonly<Record<string, string>>
  /** Its requests in order: `add 192.0.2.7`, `remove 192.0.2.7 in`. */
  readonly requests: string[]
  /** `<address> <direction>` of each entry. */
  readonly entries: Set<string>
}

export const token = 'SECRETTOKEN0123456789'
export const address = '192.0.2.7'

export interface Behaviour {
  readonly taken?: readonly string[]
  readonly addMs?: number
  readonly otp?: string
  /** `remove` fails for the direction `out`. */
  readonly removeFails?: boolean
  /** `add` succeeds, but closes the connection without a response. */
  readonly addSilent?: boolean
  /** How many times `list` works; after that, it answers with an HTML page, as a proxy may. */
  readonly lists?: number
  /** Entries in only one direction: `<address> <direction>`. */
  readonly half?: readonly string[]
  /** Converts the entries to the response of `list`. */
  readonly shape?: (list: readonly unknown[]) => unknown
  readonly user: string
}

/** Starts it with its own certificate, until the test ends. */
export async function startWhitelist(
  folder: string,
  { taken = [], addMs = 0, otp, removeFails, addSilent, lists = 99, half = [], shape, user }: Behaviour,
): Promise<Whitelist> {
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')]
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  const files = ['-keyout', key, '-out', cert, '-days', '2']
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...files, ...subject], { stdio: 'ignore' })
  const entries = new Set([...taken.flatMap((one) => [`${one} in`, `${one} out`]), ...half])
  const requests: string[] = []

  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'https://x')
    const operation = pathname.replace('/execute/SshWhitelist/', '')
    const [one, port, direction] = ['address', 'port', 'direction'].map((name) => searchParams.get(name))
    const answer = (data: unknown, errors: readonly string[] | null = null) => {
      response.setHeader('content-type', 'application/json')
      response.end(
        JSON.stringify({ status: errors ? 0 : 1, errors, data, messages: null, metadata: {}, warnings: null }),
      )
    }
    const withOtp = otp === undefined || request.headers['x-cpanel-otp'] === otp
    if (request.headers.authorization !== `cpanel ${user}:${token}` || !withOtp) {
      response.statusCode = 401
      return response.end('<html>Access denied</html>')
    }
    requests.push([operation, one, direction].filter(Boolean).join(' '))
    if (operation === 'list') {
      const list = [...entries].map((entry) => ({
        address: entry.split(' ')[0],
        port: 22,
        direction: entry.split(' ')[1],
      }))
      if (requests.filter((what) => what === 'list').length > lists) return response.end('<html>Try again later</html>')
      return answer(shape ? shape(list) : { count: list.length, list })
    }
    if (!one || !port) return answer(null, ['address and port are needed'])
    if (operation === 'add') {
      await sleep(addMs)
      if (new Set([...entries].map((entry) => entry.split(' ')[0])).size >= 5)
        return answer(null, ['Limit of 5 exceptions reached'])
      entries.add(`${one} in`).add(`${one} out`)
      if (addSilent) return request.socket.destroy()
      return answer(null)
    }
    if (operation !== 'remove' || !direction) return answer(null, ['unknown'])
    if (removeFails && direction === 'out') return answer(null, ['The firewall is busy'])
    entries.delete(`${one} ${direction}`)
    return answer(null)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as { port: number }
  const env = { O2SWITCH_API_URL: `https://127.0.0.1:${port}`, O2SWITCH_API_TOKEN: token, O2SWITCH_IP: address }
  return { env: { ...env, NODE_EXTRA_CA_CERTS: cert }, requests, entries }
}
