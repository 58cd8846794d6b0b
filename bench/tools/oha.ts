import { execa } from 'execa'
import { type Address, hello, type Request } from '../request.ts'
import { connections } from './wrk.ts'

export interface Load {
  /** Stops after that many seconds or requests. */
  readonly until: { readonly seconds: number } | { readonly requests: number }
  readonly request?: Request
  /** Requests per second of all connections together; without it, as many as are answered. */
  readonly rate?: number
  /** Opens a new connection for each request, as Passenger does. */
  readonly close?: boolean
}

export interface LoadResult {
  /** Requests per second. */
  readonly rate: number
  /** 99 of 100 requests were answered within so many ms of the time when they were due. */
  readonly p99: number
}

interface Report {
  readonly summary: { readonly requestsPerSec: number }
  readonly latencyPercentiles: { readonly p99: number }
  readonly statusCodeDistribution: Readonly<Record<string, number>>
  readonly errorDistribution: Readonly<Record<string, number>>
}

// Requests in flight when oha's time is over.
const inFlight = 'aborted due to deadline'

/** Puts load on a port or a Unix socket with oha. Rejects if a request was not answered with a 200. */
export async function load(address: Address, { until, request = hello, rate, close }: Load): Promise<LoadResult> {
  const { stdout } = await execa('oha', [
    ...['--no-tui', '--json', '-c', `${connections}`, '-m', request.method],
    ...('seconds' in until ? ['-z', `${until.seconds}s`] : ['-n', `${until.requests}`]),
    ...(request.body ? ['-d', request.body, '-T', 'application/json'] : []),
    ...(rate ? ['-q', `${rate}`, '--latency-correction'] : []),
    ...(close ? ['--disable-keepalive'] : []),
    ...('socket' in address
      ? ['--unix-socket', address.socket, `http://localhost${request.path}`]
      : [address.url + request.path]),
  ])
  const { summary, latencyPercentiles, statusCodeDistribution, errorDistribution } = JSON.parse(stdout) as Report
  const statuses = Object.keys(statusCodeDistribution)
  const errors = Object.keys(errorDistribution).filter((name) => name !== inFlight)
  if (statuses.join() !== '200' || errors.length > 0)
    throw new Error(`oha: ${JSON.stringify({ statusCodeDistribution, errorDistribution })}`)
  return { rate: summary.requestsPerSec, p99: latencyPercentiles.p99 * 1000 }
}
