import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Localized } from '../../text/localized.ts'
import { type AppRunner, rehearsalFailed, startSeconds, within } from './app-runner.ts'

type Answer = { readonly status: number; readonly body: string }

/**
 * Waits for the app, asks /health, and has the app stop. The answer must be 200 with the version of the bundle: how else
 * to know what is online? Throws a BuildError that says what is not as it should be.
 */
export async function checkHealth(app: AppRunner, version: string): Promise<void> {
  await app.ready()
  const seconds = startSeconds + 30
  const { status, body } = await within(seconds, askHealth(app), (t) => t.bundle.rehearse.noAnswerWithin(seconds))
  const fault = await app.fault()
  if (fault) throw rehearsalFailed(fault)
  if (status !== 200 || versionIn(body) !== version) throw rehearsalFailed(wrongAnswer(version, { status, body }))
  await app.stop()
}

async function askHealth({ socketPath, headers }: AppRunner): Promise<Answer> {
  const request = get({ socketPath, path: '/health', headers: { Connection: 'close', ...headers }, agent: false })
  try {
    const response: IncomingMessage = (await once(request, 'response'))[0]
    return { status: response.statusCode ?? 0, body: await text(response) }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw rehearsalFailed((t) => t.bundle.rehearse.noAnswer(reason), { cause: error })
  }
}

function wrongAnswer(version: string, { status, body }: Answer): Localized {
  const isHtml = /^\s*<(!doctype|html)/i.test(body)
  return (t) => t.bundle.rehearse.wrongAnswer(version, status, isHtml ? t.bundle.rehearse.html : body.trim())
}

function versionIn(body: string): unknown {
  try {
    return JSON.parse(body).version
  } catch {
    return undefined
  }
}
