import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApp } from '../openApp.ts'

const token = 'a-token-of-more-than-sixteen'
let app: Awaited<ReturnType<typeof openApp>>
beforeAll(async () => {
  app = await openApp({ REST_TOKEN: token })
})
afterAll(() => app.close())

async function say(sender: string, message: string, id: string) {
  const body = JSON.stringify({ sender, message, metadata: { id } })
  const headers = { Authorization: `Bearer ${token}` }
  const sent = { method: 'POST', headers, body }
  const response = await app.app.request('/webhooks/rest/webhook', sent)
  expect(response.status).toBe(200)
  return (await response.json()) as { recipient_id: string; text: string }[]
}

test('messages of several senders are never taken for one another, whatever they are called', async () => {
  const ways = [
    ['a', 'b/c'],
    ['a/b', 'c'],
    ['a', 'b#c'],
    ['a#b', 'c'],
    ['a', '1/0/receipt'],
    ['a', '\ud800'],
    ['a%23b', 'c'],
  ] as const
  for (const [sender, id] of ways) {
    const answers = await say(sender, '要多久', id)
    expect(answers.map(({ text }) => text).join('')).not.toBe('')
    expect(await say(sender, '要多久', id)).toEqual(answers)
  }
  const turns = await app.db.selectFrom('turn').select('eventId').execute()
  expect(turns).toHaveLength(ways.length)
})

test('a sender that no database can give back is refused', async () => {
  for (const sender of ['\ud800', 'a\0b']) {
    const body = JSON.stringify({ sender, message: '你好' })
    const headers = { Authorization: `Bearer ${token}` }
    const sent = { method: 'POST', headers, body }
    expect((await app.app.request('/webhooks/rest/webhook', sent)).status).toBe(400)
  }
})
