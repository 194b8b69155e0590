import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { openHandle } from '../../src/store/sqlite/handle.ts'

/** The baseline: a bare hono server that makes one durable SQLite commit a request. */
const database = await openHandle('bare.db')
await database.exec('pragma journal_mode = wal; pragma synchronous = full')
await database.exec('create table said (id integer primary key, text text not null)')

const app = new Hono()
app.get('/healthz', (context) => context.text('ok'))
app.post('/said', async (context) => {
  const { text } = await context.req.json<{ text: string }>()
  const { lastId } = await database.run({
    sql: 'insert into said (text) values (?)',
    parameters: [text],
  })
  return context.json({ id: lastId, text })
})
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(process.env.PORT) })
