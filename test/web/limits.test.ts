import { afterEach, beforeEach, expect, test } from 'vitest'
import { openApp } from '../openApp.ts'
import { openChat, pdf } from './client.ts'

let app: Awaited<ReturnType<typeof openApp>>
beforeEach(async () => {
  const now = new Date()
  app = await openApp({ RATE_LIMIT: 'on' }, { clock: () => now })
})
afterEach(() => app.close())

/** A body without a length that goes on as long as somebody reads, and how much of it was read. */
function endless() {
  let read = 0
  const chunk = new TextEncoder().encode('a'.repeat(64 * 1024))
  const body = new ReadableStream({
    pull(controller) {
      read += chunk.length
      if (read > 12 * 1024 * 1024) controller.close()
      else controller.enqueue(chunk)
    },
  })
  return { read: () => read, init: { method: 'POST', body, duplex: 'half' } }
}
const form = 'multipart/form-data; boundary=x'

test.each(['application/json', form])(
  'of what comes as %s without a token nothing is read',
  async (type) => {
    const { init, read } = endless()
    const path = `/api/chats/${crypto.randomUUID()}/messages`
    const { status } = await app.app.request(path, { ...init, headers: { 'Content-Type': type } })
    expect(status).toBe(404)
    expect(read()).toBeLessThan(256 * 1024)
  },
)

test('of words no more is read than words can be, with a token too', async () => {
  const { chat, headers } = await openChat(app)
  for (const path of ['/api/chats', `/api/chats/${chat}/messages`]) {
    const { init, read } = endless()
    expect((await app.app.request(path, { ...init, headers })).status).toBe(413)
    expect(read()).toBeLessThan(512 * 1024)
  }
})

test('of a file no more is read than a file may be', async () => {
  const { chat, headers } = await openChat(app)
  const { init, read } = endless()
  const response = await app.app.request(`/api/chats/${chat}/messages`, {
    ...init,
    headers: { ...headers, 'Content-Type': form },
  })
  expect(response.status).toBe(413)
  expect(read()).toBeGreaterThan(10 * 1024 * 1024)
})

test('a form of very many parts is refused before anybody looks at them', async () => {
  const { chat, headers } = await openChat(app)
  const part = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'
  for (const type of [form, 'multipart/form-data; xboundary=y; boundary="x"']) {
    const response = await app.app.request(`/api/chats/${chat}/messages`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': type },
      body: `${part.repeat(150_000)}--x--\r\n`,
    })
    expect([response.status, (await response.json()).error.code]).toEqual([400, 'malformed'])
  }
})

test('of files a chat takes so many a minute, and of words more', async () => {
  const person = await openChat(app)
  const uploads = await Promise.all(Array.from({ length: 21 }, () => person.post({ file: pdf() })))
  const refused = uploads.filter(({ status }) => status === 429)
  expect(refused).toHaveLength(1)
  expect((await refused[0]!.json()).error.message).toContain('文件')
  expect((await person.post({ text: '要多久' })).status).toBe(200)
})

test.each(['', '/export', '/files/x', '/events'])(
  'whoever reads a chat%s too often waits',
  async (path) => {
    const person = await openChat(app)
    const reads = await Promise.all(Array.from({ length: 120 }, () => person.get('?after=9999')))
    expect(new Set(reads.map(({ status }) => status))).toEqual(new Set([200]))
    const next = await person.get(path)
    expect(next.status).toBe(429)
    expect(next.headers.get('retry-after')).toBe('1')
  },
)
