import { execa } from 'execa'
import type { Request } from '../request.ts'

/** How many connections ask at once. */
export const connections = 32

const script = 'bench/tools/wrk.lua'

/**
 * Requests a second, over connections that stay open. Rejects when one was not answered by a 2xx, or none was.
 */
export async function requestRate(url: string, { path, method, body }: Request, seconds: number): Promise<number> {
  const args = ['--threads', '1', '--connections', `${connections}`, '--duration', `${seconds}s`, '--script', script]
  const { stdout } = await execa('wrk', [...args, url + path, '--', method, ...(body ? [body] : [])])
  const last = stdout.trimEnd().split('\n').at(-1) ?? ''
  const { requests, microseconds, refused, lost } = JSON.parse(last) as Record<string, number>
  if (refused || lost || !requests || !microseconds) throw new Error(`wrk on ${url}${path}: ${last}`)
  return requests / (microseconds / 1e6)
}
