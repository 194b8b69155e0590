import { join } from 'node:path'
import { createTestHarness } from 'wrangler'
import type { D1 } from '../../src/store/d1/database.ts'

export const password = 'open sesame'
export const key = btoa('0123456789abcdef0123456789abcdef')

/** The worker of `wrangler.toml` in workerd, on a database of its own. */
export async function startWorker(settings: Record<string, string> = {}) {
  // Nothing is to be fetched from Cloudflare or told to it.
  Object.assign(process.env, {
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_LOG: 'error',
  })
  const secrets = {
    DATA_KEY: key,
    ...{ DESK_PASSWORD: password, RATE_LIMIT: 'off', TODAY: '2026-11-23', ...settings },
  }
  const harness = createTestHarness({
    root: join(import.meta.dirname, '../..'),
    workers: [{ configPath: 'wrangler.toml', secrets }],
  })
  const { url } = await harness.listen()
  const worker = harness.getWorker()
  const { DB } = (await worker.getEnv()) as { DB: D1 }
  return {
    ...{ worker, DB, origin: url.origin },
    app: { request: (path: string, init?: RequestInit) => fetch(`${url.origin}${path}`, init) },
    /** What it wrote to its log. */
    logs: () => harness.getLogs().map(({ message }) => message),
    close: () => harness.close(),
  }
}

export type Worker = Awaited<ReturnType<typeof startWorker>>
