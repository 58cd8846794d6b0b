import { execa } from 'execa'
import type { Request } from '../request.ts'

/** How many connections make requests at the same time. */
export const connections = 32

const script = 'bench/tools/wrk.lua'

/** Requests per second over keep-alive connections. Rejects if a request was not answered with a 2xx, or none was made. */
export async function requestRate(url: string, { path, method, body }: Request, seconds: number): Promise<number> {
  const args = ['--threads', '1', '--connections', `${connections}`, '--duration', `${seconds}s`, '--script', script]
  const { stdout } = await execa('wrk', [...args, url + path, '--', method, ...(body ? [body] : [])])
  const last = stdout.trimEnd().split('\n').at(-1) ?? ''
  const { requests, microseconds, refused, lost } = JSON.parse(last) as Record<string, number>
  if (refused || lost || !requests || !microseconds) throw new Error(`wrk on ${url}${path}: ${last}`)
  return requests / (microseconds / 1e6)
}
