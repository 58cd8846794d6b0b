import { describe, expect, test } from 'vitest'
import { startHost } from '../../harness/passenger/passenger.ts'
import { probeOf } from '../../harness/project/projects.ts'
import { served, temporaryAppRoot } from '../../harness/project/temporary-app-root.ts'
import { send } from '../../harness/wire/client.ts'
import { differences, expectedAt, rows } from '../../harness/wire/table.ts'

describe.each(served)(
  '$framework, served by $process, behind Apache and Passenger',
  ({ framework, process: server }) => {
    test.each(['', '/my/api'])('answers every route when mounted at "%s"', async (baseUri) => {
      await using host = await startHost([{ root: await temporaryAppRoot(probeOf(framework), server), baseUri }])
      const site = String(host.urls[0])

      for (const row of rows) {
        const expected = expectedAt('passenger', row)
        if (!expected) continue
        const response = await send(site, { ...row.request, path: `${baseUri}${row.request.path}` })
        expect(differences(expected, response), row.title).toEqual([])
      }

      if (baseUri) {
        const withoutSlash = await fetch(`${site}${baseUri}`)
        expect([withoutSlash.status, await withoutSlash.text()]).toEqual([200, 'Hello from Rust!\n'])
        expect((await fetch(`${site}/health`)).status).toBe(404)
      }
    })

    test('streams a response in several chunks', async () => {
      await using host = await startHost([{ root: await temporaryAppRoot(probeOf(framework), server) }])
      const [url] = host.urls

      const stream = await fetch(`${url}/stream`)
      const chunks: string[] = []
      for await (const chunk of stream.body ?? []) chunks.push(new TextDecoder().decode(chunk))
      expect(chunks.join('')).toBe('line 1\nline 2\nline 3\nline 4\nline 5\n')
      expect(chunks.length).toBeGreaterThan(1)
    })

    test('knows the address and scheme of the client despite forged headers', async () => {
      await using host = await startHost([{ root: await temporaryAppRoot(probeOf(framework), server) }])
      const url = `${host.urls[0]}/client`
      const actual = { address: '127.0.0.1', scheme: 'http' }

      expect(await (await fetch(url)).json()).toEqual(actual)
      const forged = {
        'X-Forwarded-For': '198.51.100.1',
        'X-Forwarded-Proto': 'https',
        Forwarded: 'for=198.51.100.1;proto=https',
      }
      expect(await (await fetch(url, { headers: forged })).json()).toEqual(actual)
      const internal = await fetch(url, { headers: { '!~Passenger-Client-Address': '198.51.100.1' } })
      expect(internal.status, 'Passenger rejects its own header from a client').toBe(400)
    })
  },
)
