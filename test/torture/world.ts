import { writeSync } from 'node:fs'
import { type HttpBindings, serve } from '@hono/node-server'
import { Hono } from 'hono'
import type { Application, Change, Status } from '../../src/backend/backend.ts'
import { createSigner } from '../../src/backend/signature.ts'
import { type Chance, createChance } from './chance.ts'
import { type Brought, createPlatform } from './messenger.ts'

/** What the agency knows at the end. `posts`: how often an application came in that it had already. */
export type Truth = {
  applications: { key: string; serial: string; status: Status; application: Application }[]
  postedAgain: number
  faults: number
  /** What the platform brought to people, and how often it was given something that it had brought. */
  brought: Brought[]
  broughtAgain: number
}

/**
 * An agency behind a gateway, in a process of its own: now and then it hangs up before it has taken
 * an application, after it has taken it, or instead of answering what became of it; its clerks go on
 * working meanwhile, and it tells changes twice.
 */
function createAgency(secret: string, chance: Chance) {
  const held = new Map<string, Truth['applications'][number]>()
  const changes: Change[] = []
  let [postedAgain, faults, faulty] = [0, 0, true]
  // The servers' clocks are anywhere; what is tested here is not how signatures grow old.
  let now = 0
  const signer = createSigner(secret, () => new Date(now * 1000))

  const stages: Status['stage'][] = [
    ...(['submitted', 'accepted', 'contactLetterSent'] as const),
    ...(['informationFormReceived', 'fundsReceived', 'completed'] as const),
  ]
  function work(): void {
    const open = [...held.values()].filter(({ status }) => status.stage !== 'completed')
    if (open.length === 0 || !faulty) return
    const one = chance.pick(open)
    const stage = stages[stages.indexOf(one.status.stage) + 1]!
    const done = stage === 'completed'
    one.status = {
      ...{ ...one.status, stage, handling: done ? '处理结束' : '处理中' },
      feedback: done ? '处理成功' : '受理成功',
    }
    changes.push({
      id: `c${changes.length + 1}`,
      at: '2026-11-23T09:00:00+08:00',
      status: one.status,
    })
  }

  /** Hangs up, as a network does that fails. */
  const isCut = (probability: number): boolean => {
    const cut = faulty && chance.happens(probability)
    if (cut) faults++
    return cut
  }

  const app = new Hono<{ Bindings: HttpBindings }>()
  /** From now on nothing fails any more, and nobody works. */
  app.post('/rest', (c) => {
    faulty = false
    return c.body(null, 204)
  })
  const platform = createPlatform(isCut)
  app.route('/platform', platform.app)
  app.get('/truth', (c) => {
    const brought = { brought: platform.brought(), broughtAgain: platform.again() }
    const truth: Truth = { applications: [...held.values()], postedAgain, faults, ...brought }
    return c.json(truth)
  })
  app.use('/gateway/v1/*', async (c, next) => {
    const signature = c.req.header('jiexu-signature') ?? ''
    now = Number(/^t=(\d+)/.exec(signature)?.[1] ?? 0)
    const body = c.req.method === 'GET' ? '' : await c.req.text()
    if (!(await signer.verify(body, signature))) return c.body(null, 401)
    if (isCut(0.08)) c.env.incoming.socket.destroy()
    else await next()
    return c.env.incoming.socket.destroyed ? c.body(null) : undefined
  })
  app.post('/gateway/v1/applications', async (c) => {
    const key = c.req.header('idempotency-key') ?? ''
    const application: Application = await c.req.json()
    if (held.has(key)) postedAgain++
    const known = held.get(key) ?? newCase(key, application)
    held.set(key, known)
    if (isCut(0.25)) c.env.incoming.socket.destroy()
    return c.json({ serial: known.serial, receivedAt: known.status.submittedAt }, 201)
  })
  app.get('/gateway/v1/applications', (c) => {
    const known = held.get(c.req.query('key') ?? '')
    if (!known) return c.body(null, 404)
    return c.json({ serial: known.serial, receivedAt: known.status.submittedAt })
  })
  app.get('/gateway/v1/changes', (c) => {
    const after = Number(c.req.query('after') ?? 0)
    const again = faulty ? chance.below(3) : 0
    const told = changes.slice(Math.max(0, after - again), after + 20)
    return c.json({ changes: told, cursor: String(Math.min(changes.length, after + 20)) })
  })
  app.get('/gateway/v1/applications/:serial', (c) => {
    const known = [...held.values()].find(({ serial }) => serial === c.req.param('serial'))
    return known ? c.json(known.status) : c.body(null, 404)
  })

  function newCase(key: string, application: Application): Truth['applications'][number] {
    const serial = `20261123${String(held.size + 1).padStart(8, '0')}`
    const status: Status = {
      ...{ serial, business: application.business, submittedAt: '2026-11-23T09:00:00+08:00' },
      ...{ handling: '处理中', feedback: null, stage: 'submitted', documents: [] },
    }
    return { key, serial, status, application: { ...application, fields: {} } }
  }
  return { app, work }
}

const [secret = '', seed = '1'] = process.argv.slice(2)
const { app, work } = createAgency(secret, createChance(Number(seed)))
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
  writeSync(1, `listens ${port}\n`)
})
setInterval(work, 40)
process.once('disconnect', () => process.exit(0))
