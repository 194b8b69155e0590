import { join } from 'node:path'
import { createTestHarness, unstable_readConfig } from 'wrangler'
import type { D1, D1Answer, D1Statement } from '../../src/store/d1/database.ts'

export const password = 'open sesame'
export const key = btoa('0123456789abcdef0123456789abcdef')

const root = join(import.meta.dirname, '../..')
const configPath = join(root, 'wrangler.toml')

/** The worker of `wrangler.toml` in workerd, on a database of its own. */
export async function startWorker(settings: Record<string, string> = {}) {
  // Nothing is to be fetched from Cloudflare or told to it.
  Object.assign(process.env, {
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_LOG: 'error',
  })
  const secrets = {
    ...{ DATA_KEY: key, DESK_PASSWORD: password, RATE_LIMIT: 'off', TODAY: '2026-11-23' },
    ...settings,
  }
  const { compatibility_date = '', d1_databases } = unstable_readConfig({ config: configPath })
  const sql = { name: 'sql', main: join(import.meta.dirname, 'sql.ts') }
  const harness = createTestHarness({
    root,
    workers: [{ configPath, secrets }, { config: { ...sql, compatibility_date, d1_databases } }],
  })
  const { url } = await harness.listen()
  return {
    worker: harness.getWorker(),
    DB: overHttp((body) => harness.getWorker('sql').fetch('/', { method: 'POST', body })),
    origin: url.origin,
    app: { request: (path: string, init?: RequestInit) => fetch(`${url.origin}${path}`, init) },
    close: () => harness.close(),
  }
}

export type Worker = Awaited<ReturnType<typeof startWorker>>

type Sent = { sql: string; parameters: readonly unknown[] }

/** The worker's database, for a test that runs outside of workerd. */
function overHttp(post: (body: string) => Promise<{ ok: boolean; text(): Promise<string> }>): D1 {
  async function batch(statements: readonly D1Statement[]): Promise<D1Answer[]> {
    const answer = await post(JSON.stringify(statements))
    const text = await answer.text()
    if (!answer.ok) throw new Error(text)
    return JSON.parse(text)
  }
  const statement = (sent: Sent): D1Statement & Sent => ({
    ...sent,
    bind: (...parameters) => statement({ ...sent, parameters }),
    all: async () => (await batch([statement(sent)]))[0]!,
  })
  return { batch, prepare: (sql) => statement({ sql, parameters: [] }) }
}
