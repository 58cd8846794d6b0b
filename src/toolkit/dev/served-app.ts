import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { startFailed } from '../../errors/system-errors.ts'
import { type Child, start } from '../../process/start.ts'
import { stderrLine } from '../../report/print.ts'
import type { Context } from '../context.ts'

/** The app that is served, one after another. */
export type ServedApp = {
  readonly isRunning: () => boolean
  /** Takes the place of the one before. The addon's file goes when this one has ended. Throws if it cannot be started. */
  readonly serve: (addon: string) => Promise<void>
  /** Waits for its end; `told` if it knows already. */
  readonly stop: (how?: { readonly told: boolean }) => Promise<void>
}

export function servedApp({ t, env, signal }: Pick<Context, 't' | 'env' | 'signal'>): ServedApp {
  let running: Child<['inherit', 'inherit', 'inherit']> | undefined

  const stop: ServedApp['stop'] = async ({ told } = { told: false }) => {
    if (!running) return
    const exited = once(running, 'exit')
    const child = running
    running = undefined
    if (!told) child.kill('SIGTERM')
    await exited
  }

  const serve: ServedApp['serve'] = async (addon) => {
    await stop()
    const child = start(process.execPath, ['app.js'], {
      env: { DRAIN_SECONDS: env.DRAIN_SECONDS ?? '2', ADDON: addon },
      stdio: ['inherit', 'inherit', 'inherit'],
    })
    running = child
    child.once('close', () => {
      rm(addon, { force: true }).catch((error) => stderrLine(String(error)))
      if (running !== child) return
      running = undefined
      if (!signal.aborted) stderrLine(t.bundle.dev.ended)
    })
    await once(child, 'spawn').catch((error: unknown) => {
      running = undefined
      throw startFailed(process.execPath, error)
    })
  }

  return { isRunning: () => running !== undefined, serve, stop }
}
