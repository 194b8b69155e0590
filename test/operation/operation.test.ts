import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createOperation } from '../../src/operation/operation.ts'
import { createPrometheus } from '../../src/operation/prometheus.ts'
import { catalogue } from '../everything/conversation.ts'
import { deskPassword, openApp } from '../openApp.ts'
import { fillIn, openChat } from '../web/client.ts'

const METRICS_TOKEN = 'a-token-of-more-than-sixteen'
const day = 86_400_000

let app: Awaited<ReturnType<typeof openApp>>
let headers: Record<string, string>
beforeAll(async () => {
  app = await openApp({ METRICS_TOKEN }, { createMeter: createPrometheus })
  const response = await app.app.request('/desk/sign-in', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify({ password: deskPassword }),
  })
  const { csrf }: { csrf: string } = await response.json()
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
  headers = { cookie, 'X-CSRF-Token': csrf, Accept: 'application/json' }

  const filer = await openChat(app)
  await fillIn(filer)
  await filer.send({ choice: 'confirm' })
  for (let count = 0; count < 3; count++) {
    const person = await openChat(app)
    for (const choice of ['pension-in', 'agree', 'enterprise']) await person.send({ choice })
  }
})
afterAll(() => app.close())

const get = (path: string, more: Record<string, string> = {}) =>
  app.app.request(path, { headers: { ...headers, ...more } })

/** As the operator sees it so many days from now. */
const later = (days: number) => {
  const clock = () => new Date(Date.now() + days * day)
  return createOperation({ store: app.store, catalogue: () => catalogue, clock })
}

describe('the operator', () => {
  test('sees who came how far, and who has stayed there for a day', async () => {
    const at = async (days: number, step: string) =>
      (await later(days).funnel(7)).find((one) => one.flow === 'pension-in' && one.step === step)
    expect(await at(0, 'name')).toMatchObject({ reached: 4, left: 0, label: '姓名' })
    expect(await at(2, 'name')).toMatchObject({ reached: 4, left: 3 })
    expect(await at(2, 'idNumber')).toMatchObject({ reached: 1, left: 0 })
    expect(await later(9).funnel(7)).toEqual([])
  })

  test('sees steps in the order in which they are asked', async () => {
    const steps = (await later(0).funnel(7)).filter(({ flow }) => flow === 'pension-in')
    const order = Object.keys(catalogue.flows['pension-in']!.flow.steps)
    const seen = steps.map(({ step }) => order.indexOf(step))
    expect(seen.length).toBeGreaterThan(10)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  })

  test('sees what was given up, and lets it be tried again', async () => {
    const lost = { kind: 'said', text: '你好', id: 'lost', today: '2026-11-23' } as const
    await app.store.keep('web:lost', { ...lost, at: new Date(Date.now() - day).toISOString() })
    for (let count = 0; count < 5; count++) await app.store.noteFailure('lost', 'TypeError')
    const { standing } = await (await get('/desk/operation')).json()
    expect(standing.failedEvents).toMatchObject({ count: 1 })
    expect(standing.failedEvents.seconds).toBeGreaterThan(86_000)
    const response = await app.app.request('/desk/operation/retry', { method: 'POST', headers })
    expect(await response.json()).toEqual({ retried: 1 })
    const after = await (await get('/desk/operation')).json()
    expect(after.standing).toMatchObject({ failedEvents: { count: 0 }, inbox: { count: 1 } })
  })

  test('sees nobody’s data, on the page or in the metrics', async () => {
    const page = await (await get('/desk/operation', { Accept: 'text/html' })).text()
    const metrics = await app.app.request('/metrics', {
      headers: { Authorization: `Bearer ${METRICS_TOKEN}` },
    })
    const text = await metrics.text()
    expect(page).toContain('养老保险关系')
    expect(text).toContain('jiexu_turns_total{event="chose",flow="pension-in"}')
    expect(text).toMatch(/jiexu_request_seconds_count\{[^}]*route="\/api\/chats\/:chat\/messages"/)
    for (const personal of ['张三', '11010519491231002X', '13800138000', '文化路', 'web:']) {
      expect(page).not.toContain(personal)
      expect(text).not.toContain(personal)
    }
  })

  test.each(['0', '91', '1.5', 'x'])('is told that %j is no number of days', async (days) => {
    expect((await get(`/desk/operation?days=${days}`)).status).toBe(400)
  })
})

describe('whoever watches over the service', () => {
  test('is let at the metrics by the token alone, and only where there is one', async () => {
    expect((await app.app.request('/metrics')).status).toBe(401)
    const closed = await openApp()
    expect((await closed.app.request('/metrics')).status).toBe(404)
    await closed.close()
  })

  test('hears that the service is alive and ready, and not ready while it leaves or has no database', async () => {
    const other = await openApp()
    const ready = async () => (await other.app.request('/readyz')).status
    expect(await ready()).toBe(200)
    other.leave()
    expect([await ready(), (await other.app.request('/healthz')).status]).toEqual([503, 200])
    await other.close()
    const broken = await openApp()
    await broken.db.schema.dropTable('setting').execute()
    expect((await broken.app.request('/readyz')).status).toBe(503)
    await broken.close()
  })

  test('gets an id with every answer, which nobody outside can choose', async () => {
    const first = await app.app.request('/healthz', { headers: { 'X-Request-Id': 'mine' } })
    const second = await app.app.request('/healthz')
    const ids = [first, second].map((response) => response.headers.get('x-request-id'))
    for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/)
    expect(new Set(ids).size).toBe(2)
  })
})
