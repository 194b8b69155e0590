import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import type { Change, Status } from '../../src/backend/backend.ts'

/**
 * The world around a server that is measured, in a process of its own: an agency behind a gateway that
 * takes every application and changes many at once, and WeChat, which takes every message.
 */
const held = new Map<string, string>()
const changes: Change[] = []
const told = new Map<string, number>()
/** Up to where our changes have had their turns. */
let followed = 0
const at = '2026-11-23T09:00:00+08:00'
/** As many as an agency's desk hands out at once. */
const page = 100

const statusOf = (serial: string, stage: 'submitted' | 'accepted'): Status => ({
  ...{ serial, business: 'pension-in', submittedAt: at, handling: '处理中' },
  ...{ feedback: stage === 'accepted' ? '受理成功' : null, stage, documents: [] },
})
const serialOf = (key: string) => {
  const serial = held.get(key) ?? `20261123${String(held.size + 1).padStart(8, '0')}`
  held.set(key, serial)
  return { serial, receivedAt: at }
}

const app = new Hono()
app.get('/healthz', (context) => context.text('ok'))

app.post('/gateway/v1/applications', (context) =>
  context.json(serialOf(context.req.header('idempotency-key') ?? ''), 201),
)
app.get('/gateway/v1/applications', (context) => {
  const key = context.req.query('key') ?? ''
  return held.has(key) ? context.json(serialOf(key)) : context.body(null, 404)
})
app.get('/gateway/v1/applications/:serial', (context) =>
  context.json(statusOf(context.req.param('serial'), 'submitted')),
)
app.get('/gateway/v1/changes', (context) => {
  const after = Number(context.req.query('after') ?? 0)
  // Whoever asks for what comes next is done with what came before.
  followed = Math.max(followed, after)
  const some = changes.slice(after, after + page)
  return context.json({ changes: some, cursor: String(after + some.length) })
})

app.post('/cgi-bin/stable_token', (context) =>
  context.json({ access_token: 'token', expires_in: 7200 }),
)
app.post('/cgi-bin/message/custom/send', async (context) => {
  const { touser } = await context.req.json<{ touser: string }>()
  told.set(touser, (told.get(touser) ?? 0) + 1)
  return context.json({ errcode: 0 })
})
app.post('/cgi-bin/media/upload', (context) => context.json({ media_id: 'picture' }))

/** All of these are accepted now. */
app.post('/accept', async (context) => {
  for (const serial of await context.req.json<string[]>()) {
    changes.push({ id: `c${changes.length + 1}`, at, status: statusOf(serial, 'accepted') })
  }
  return context.json({})
})
/** How many changes have had their turns, how many people were told something, in how many messages. */
app.post('/told', (context) =>
  context.json({
    people: told.size,
    turns: followed,
    messages: [...told.values()].reduce((sum, count) => sum + count, 0),
  }),
)
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(process.env.PORT) })
