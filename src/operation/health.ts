import { Hono } from 'hono'
import { bearerAuth } from 'hono/bearer-auth'
import type { Kysely } from 'kysely'
import type { Tables } from '../store/tables.ts'
import type { Meter } from './meter.ts'

type Dependencies = {
  db: Kysely<Tables>
  meter: Meter
  /** Whoever bears it may read the counts; nobody may without one. */
  token: string | undefined
  /** Whether no more requests should come. */
  isLeaving: () => boolean
}

/** What machines ask of a service: `/healthz`, `/readyz`, `/metrics`. */
export function healthRoutes({ db, meter, token, isLeaving }: Dependencies): Hono {
  const routes = new Hono()
  routes.get('/healthz', (context) => context.text('ok'))
  routes.get('/readyz', async (context) => {
    const isReady = !isLeaving() && (await answers(db))
    return isReady ? context.text('ready') : context.text('not ready', 503)
  })
  if (token && meter.text) {
    const { text } = meter
    routes.get('/metrics', bearerAuth({ token }), async (context) => {
      const counted = await text()
      return context.body(counted.text, 200, { 'Content-Type': counted.type })
    })
  }
  return routes
}

/** Whether the database can be read. */
const answers = (db: Kysely<Tables>): Promise<boolean> =>
  db
    .selectFrom('setting')
    .select('name')
    .limit(1)
    .execute()
    .then(
      () => true,
      () => false,
    )
