import { execa } from 'execa'
import { hello, type Place, type Request } from '../request.ts'
import { connections } from './wrk.ts'

export interface Load {
  /** For so many seconds, or so many requests. */
  readonly amount: { readonly seconds: number } | { readonly requests: number }
  readonly request?: Request
  /** Requests a second for all connections together; as many as can be answered without it. */
  readonly rate?: number
  /** A new connection for each request, as Passenger makes it. */
  readonly close?: boolean
}

export interface Answered {
  /** Requests a second. */
  readonly rate: number
  /** Of a hundred requests, 99 were answered within so many milliseconds after they were due. */
  readonly p99: number
}

interface Report {
  readonly summary: { readonly requestsPerSec: number }
  readonly latencyPercentiles: { readonly p99: number }
  readonly statusCodeDistribution: Readonly<Record<string, number>>
  readonly errorDistribution: Readonly<Record<string, number>>
}

// What oha itself gives up when its time is over.
const unfinished = 'aborted due to deadline'

/** Loads a port or a Unix socket with oha. Rejects when a request was not answered by a 200. */
export async function load(place: Place, { amount, request = hello, rate, close }: Load): Promise<Answered> {
  const { stdout } = await execa('oha', [
    ...['--no-tui', '--json', '-c', `${connections}`, '-m', request.method],
    ...('seconds' in amount ? ['-z', `${amount.seconds}s`] : ['-n', `${amount.requests}`]),
    ...(request.body ? ['-d', request.body, '-T', 'application/json'] : []),
    ...(rate ? ['-q', `${rate}`, '--latency-correction'] : []),
    ...(close ? ['--disable-keepalive'] : []),
    ...('socket' in place
      ? ['--unix-socket', place.socket, `http://localhost${request.path}`]
      : [place.url + request.path]),
  ])
  const { summary, latencyPercentiles, statusCodeDistribution, errorDistribution } = JSON.parse(stdout) as Report
  const statuses = Object.keys(statusCodeDistribution)
  const errors = Object.keys(errorDistribution).filter((name) => name !== unfinished)
  if (statuses.join() !== '200' || errors.length > 0)
    throw new Error(`oha: ${JSON.stringify({ statusCodeDistribution, errorDistribution })}`)
  return { rate: summary.requestsPerSec, p99: latencyPercentiles.p99 * 1000 }
}
