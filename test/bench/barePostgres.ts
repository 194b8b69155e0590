import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import pg from 'pg'

/** The baseline on Postgres: a bare hono server that makes one durable commit a request. */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
await pool.query('create table said (id bigserial primary key, text text not null)')

const app = new Hono()
app.get('/healthz', (context) => context.text('ok'))
app.post('/said', async (context) => {
  const { text } = await context.req.json<{ text: string }>()
  const { rows } = await pool.query('insert into said (text) values ($1) returning id', [text])
  return context.json({ id: rows[0].id, text })
})
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(process.env.PORT) })
