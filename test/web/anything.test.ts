import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApp } from '../openApp.ts'
import { openChat } from './client.ts'

let app: Awaited<ReturnType<typeof openApp>>
let person: Awaited<ReturnType<typeof openChat>>
beforeAll(async () => {
  app = await openApp({
    BACKEND_SECRET: 'a-secret-of-more-than-sixteen',
    REST_TOKEN: 'a-token-of-more-than-sixteen',
  })
  person = await openChat(app)
})
afterAll(() => app.close())

const segment = fc.oneof(
  fc.webSegment(),
  fc
    .string({ unit: 'grapheme', maxLength: 20 })
    .map((text) => text.replace(/[\uD800-\uDFFF]/g, '')),
  fc.constantFrom('%', '%00', '%ff', '..', '%2e%2e', '%2f', "'", '"', '\\', 'null', '0', '-1'),
)
const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD')
const body = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => new Uint8Array(bytes)),
  fc.json({ maxDepth: 3 }),
  fc
    .record({ id: fc.string({ unit: 'binary' }), text: fc.string({ unit: 'binary' }) })
    .map((one) => JSON.stringify(one)),
  fc
    .record({ id: fc.string({ unit: 'binary' }), choice: fc.string({ unit: 'binary' }) })
    .map((one) => JSON.stringify(one)),
)
const type = fc.constantFrom(
  ...['application/json', 'multipart/form-data; boundary=x', 'multipart/form-data', 'text/plain'],
  ...['application/x-www-form-urlencoded', ''],
)
/** What a header can hold. */
const headerText = fc.stringMatching(/^[\x21-\x7e]{0,60}$/)
const headers = () =>
  fc.record(
    {
      'Content-Type': type,
      Authorization: fc.oneof(
        { weight: 3, arbitrary: fc.constant('own') },
        headerText.map((text) => `Bearer ${text}`),
        headerText,
      ),
      Cookie: fc.oneof(
        headerText,
        headerText.map((text) => `jiexu_${person.chat.slice(0, 8)}=${text}`),
      ),
      'Content-Length': fc.constantFrom('0', '-1', 'x', '5', '5', '5', '99999999999'),
      'Last-Event-ID': headerText,
      Accept: fc.constantFrom('application/json', 'text/html', '*/*'),
      'Jiexu-Signature': headerText,
    },
    { requiredKeys: [] },
  )

/** Paths along the routes there are, with anything in the places that vary. */
function paths() {
  const all = [...new Set(app.app.routes.map(({ path }) => path))]
  const routes = [
    ...all,
    ...Array(4)
      .fill(all.filter((path) => path.startsWith('/api/')))
      .flat(),
  ]
  return fc.oneof(
    fc.array(segment, { maxLength: 4 }).map((parts) => `/${parts.join('/')}`),
    fc
      .tuple(
        fc.constantFrom(...routes),
        fc.array(segment, { minLength: 3, maxLength: 3 }),
        fc.boolean(),
      )
      .map(([route, parts, own]): string => {
        let index = 0
        return route
          .replace('*', () => parts[index++]!)
          .replace(/:(\w+)(\{[^}]*\})?/g, (_: string, name: string) =>
            own && name === 'chat' ? person.chat : parts[index++ % 3]!,
          )
      }),
  )
}

test('anything sent to any address gets a clear answer, never a failure of ours', async () => {
  const request = fc.record({
    path: paths(),
    query: fc.webQueryParameters(),
    method,
    headers: headers(),
    body,
  })
  await fc.assert(
    fc.asyncProperty(request, async ({ path, query, method, headers, body }) => {
      let url: URL
      try {
        url = new URL(`http://test${path}?${query}`)
      } catch {
        return
      }
      const { Authorization, ...others } = headers
      const sent = new Headers(others)
      if (Authorization === 'own') sent.set('Authorization', `Bearer ${person.token}`)
      else if (Authorization !== undefined) sent.set('Authorization', Authorization)
      const bare = method === 'GET' || method === 'HEAD'
      const erasing = method === 'DELETE' && Authorization === 'own'
      if (erasing) return
      const response = await app.app.request(
        new Request(url, { method, headers: sent, ...(!bare && { body }) }),
      )
      expect(response.status).toBeLessThan(500)
      if (response.headers.get('content-type')?.includes('event-stream')) {
        await response.body?.cancel()
        return
      }
      const text = await response.text()
      expect(text).not.toMatch(/\n\s+at |node_modules|SQLITE/)
      if (response.status >= 400 && path.startsWith('/api') && method !== 'HEAD') {
        expect(JSON.parse(text)).toMatchObject({
          error: { code: expect.any(String), message: expect.any(String) },
        })
      }
    }),
    { numRuns: 700, seed: 20261123 },
  )
})

test('anything said in a chat is answered', async () => {
  const chat = await openChat(app)
  await chat.send({ choice: 'pension-in' })
  await chat.send({ choice: 'agree' })
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (text) => {
      const { messages } = await chat.send({ id: crypto.randomUUID(), text })
      expect(messages.length).toBeGreaterThan(0)
      expect(messages.length).toBeLessThanOrEqual(3)
    }),
    { numRuns: 150, seed: 20261123 },
  )
})
