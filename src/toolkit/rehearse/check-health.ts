import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Localized } from '../../text/localized.ts'
import { isServed, type Way } from '../way.ts'
import { type AppRunner, rehearsalFailed, startSeconds, within } from './app-runner.ts'

export type Answer = { readonly status: number; readonly body: string }

/** What /health has to say: how else to know what is online, and in which process? */
export type Expected = { readonly version: string; readonly way: Way }

/** Waits for the app and asks /health. Throws a BuildError if there is no answer of the app. */
export async function askHealth(app: AppRunner): Promise<Answer> {
  const socket = await app.ready()
  const seconds = startSeconds + 30
  const asked = request(socket, app.headers)
  const answer = await within(seconds, asked, (t) => t.bundle.rehearse.noAnswerWithin(seconds)).catch(
    async (error: unknown) => {
      const fault = await app.fault()
      throw fault ? rehearsalFailed(fault, { cause: error }) : error
    },
  )
  const fault = await app.fault()
  if (fault) throw rehearsalFailed(fault)
  return answer
}

/** Checks the answer of /health, and has the app stop. Throws a BuildError that says what is not as it should be. */
export async function checkHealth(app: AppRunner, answer: Answer, { version, way }: Expected): Promise<void> {
  const said = parse(answer.body)
  if (answer.status !== 200 || said.version !== version) throw rehearsalFailed(wrongAnswer(version, answer))
  if (!isServed(way, said.process))
    throw rehearsalFailed((t) => t.bundle.rehearse.wrongProcess(way, answer.body.trim()))
  await app.stop()
}

async function request(socketPath: string, more: AppRunner['headers']): Promise<Answer> {
  try {
    // `response` or `error` comes, and after a response, `text` rejects if it breaks off.
    const sent = get({ socketPath, path: '/health', headers: { Connection: 'close', ...more }, agent: false })
    const response: IncomingMessage = (await once(sent, 'response'))[0]
    sent.on('error', () => {}) // `text` rejects as well
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
