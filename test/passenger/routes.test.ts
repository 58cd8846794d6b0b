import { describe, expect, test } from 'vitest'
import { startHost } from '../../harness/passenger/passenger.ts'
import { frameworks, probeOf } from '../../harness/project/projects.ts'
import { layOut } from '../../harness/tool/lay-out.ts'
import { send } from '../../harness/wire/client.ts'
import { differences, expectedAt, rows } from '../../harness/wire/table.ts'

describe.each(frameworks)('%s behind Apache and Passenger', (framework) => {
  test.each([{ baseUri: undefined }, { baseUri: '/my/api' }])(
    'answers every route, mounted at $baseUri',
    async (at) => {
      await using host = await startHost([
        { root: await layOut(probeOf(framework)), ...(at.baseUri ? { baseUri: at.baseUri } : {}) },
      ])
      const site = host.urls[0]
      const url = `${site}${at.baseUri ?? ''}`

      for (const row of rows) {
        const expected = expectedAt('passenger', row)
        if (!expected) continue
        const response = await send(String(site), { ...row.request, path: `${at.baseUri ?? ''}${row.request.path}` })
        expect(differences(expected, response), row.title).toEqual([])
      }

      if (at.baseUri) {
        const withoutSlash = await fetch(url)
        expect([withoutSlash.status, await withoutSlash.text()]).toEqual([200, 'Hello from Rust!\n'])
        expect((await fetch(`${site}/health`)).status).toBe(404)
      }
    },
  )

  test('sends a stream as it comes', async () => {
    await using host = await startHost([{ root: await layOut(probeOf(framework)) }])
    const [url] = host.urls

    const stream = await fetch(`${url}/stream`)
    const pieces: string[] = []
    for await (const piece of stream.body ?? []) pieces.push(new TextDecoder().decode(piece))
    expect(pieces.join('')).toBe('line 1\nline 2\nline 3\nline 4\nline 5\n')
    expect(pieces.length).toBeGreaterThan(1)
  })

  test('knows the client, whatever the client says', async () => {
    await using host = await startHost([{ root: await layOut(probeOf(framework)) }])
    const url = `${host.urls[0]}/client`
    const truth = { address: '127.0.0.1', scheme: 'http' }

    expect(await (await fetch(url)).json()).toEqual(truth)
    const forged = {
      'X-Forwarded-For': '198.51.100.1',
      'X-Forwarded-Proto': 'https',
      Forwarded: 'for=198.51.100.1;proto=https',
    }
    expect(await (await fetch(url, { headers: forged })).json()).toEqual(truth)
    const secret = await fetch(url, { headers: { '!~Passenger-Client-Address': '198.51.100.1' } })
    expect(secret.status, 'Passenger itself refuses its own header from a client').toBe(400)
  })
})
