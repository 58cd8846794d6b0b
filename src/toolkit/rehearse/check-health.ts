import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Localized } from '../../text/localized.ts'
import { isServed, type Way } from '../way.ts'
import { type AppRunner, rehearsalFailed, startSeconds, within } from './app-runner.ts'

type Answer = { readonly status: number; readonly body: string }

/** What /health has to say: how else to know what is online, and in which process? */
export type Expected = { readonly version: string; readonly way: Way }

/** Waits for the app, asks /health, and has the app stop. Throws a BuildError that says what is not as it should be. */
export async function checkHealth(app: AppRunner, { version, way }: Expected): Promise<void> {
  const socket = await app.ready()
  const seconds = startSeconds + 30
  const asked = askHealth(socket, app.headers)
  const { status, body } = await within(seconds, asked, (t) => t.bundle.rehearse.noAnswerWithin(seconds))
  const fault = await app.fault()
  if (fault) throw rehearsalFailed(fault)
  const said = parse(body)
  if (status !== 200 || said.version !== version) throw rehearsalFailed(wrongAnswer(version, { status, body }))
  if (!isServed(way, said.process)) throw rehearsalFailed((t) => t.bundle.rehearse.wrongProcess(way, body.trim()))
  await app.stop()
}

async function askHealth(socketPath: string, headers: AppRunner['headers']): Promise<Answer> {
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

function parse(body: string): { readonly version?: unknown; readonly process?: unknown } {
  try {
    return JSON.parse(body) ?? {}
  } catch {
    return {}
  }
}
