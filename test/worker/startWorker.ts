import { join } from 'node:path'
import { createTestHarness } from 'wrangler'
import type { D1 } from '../../src/store/d1/database.ts'
import { testKey } from '../desk/desk.ts'
import { deskPassword } from '../openApp.ts'

const root = join(import.meta.dirname, '../..')

/** The worker of `wrangler.toml` in workerd, on a database of its own. */
export async function startWorker(settings: Record<string, string> = {}) {
  process.env.CLOUDFLARE_CF_FETCH_ENABLED = 'false'
  process.env.WRANGLER_SEND_METRICS = 'false'
  const harness = createTestHarness({
    root,
    workers: [
      {
        configPath: 'wrangler.toml',
        secrets: {
          ...{ DATA_KEY: testKey, DESK_PASSWORD: deskPassword, RATE_LIMIT: 'off' },
          ...{ TODAY: '2026-11-23', ...settings },
        },
      },
    ],
  })
  const { url } = await harness.listen()
  const worker = harness.getWorker<{ DB: D1 }>()
  const { DB } = await worker.getEnv()
  return {
    ...{ harness, worker, DB, origin: url.origin },
    close: () => harness.close(),
  }
}
