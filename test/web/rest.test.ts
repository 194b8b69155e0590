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

test('a sender stands nowhere in the open, and cannot take the place of a hash', async () => {
  await say('13800138000', '要多久', '1')
  const { conversationId } = await app.db
    .selectFrom('turn')
    .select('conversationId')
    .orderBy('takenAt', 'desc')
    .executeTakeFirstOrThrow()
  expect(conversationId).toMatch(/^rest:[\w-]{43}$/)
  for (const table of ['inbox', 'turn', 'outbox'] as const) {
    const rows = await app.db.selectFrom(table).selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain('13800138000')
  }
  const count = async () => (await app.store.turns(conversationId, 0)).length
  expect(await count()).toBe(1)
  await say(conversationId.slice('rest:'.length), '要多久', '1')
  expect(await count()).toBe(1)
})

test('a conversation that began under its sender’s name goes on', async () => {
  const said = (text: string) => ({ kind: 'said' as const, text, id: `rest:ada#${text}` })
  await app.inbox.receive('rest:ada', { ...said('我要把外省的养老保险转进来'), ...app.stamp() })
  await say('ada', '同意，开始填写', '2')
  expect((await app.store.turnAt('rest:ada'))?.state.consentedOn).not.toBe(null)
  // Also where both are there: an earlier version beside this one knows no other.
  const hash = await app.store.addressHash({ channel: 'rest', account: '', person: 'ada' })
  await app.inbox.receive(`rest:${hash}`, { ...said('你好'), id: 'hashed', ...app.stamp() })
  await say('ada', '张三', '3')
  expect((await app.store.turnAt(`rest:${hash}`))?.seq).toBe(1)
})

test('a sender that no database can give back is refused', async () => {
  for (const sender of ['\ud800', 'a\0b']) {
    const body = JSON.stringify({ sender, message: '你好' })
    const headers = { Authorization: `Bearer ${token}` }
    const sent = { method: 'POST', headers, body }
    expect((await app.app.request('/webhooks/rest/webhook', sent)).status).toBe(400)
  }
})

test('a picture comes with its whole address, since the client is somewhere else', async () => {
  let answers = await say('p', '我要把外省的养老保险转进来', '1')
  for (const [index, words] of ['同意，开始填写', '第一个'].entries()) {
    answers = await say('p', words, String(index + 2))
  }
  const { image } = answers.at(-1) as { image?: string }
  expect(image).toBe('http://localhost/pictures/pension/name.svg')
  expect((await app.app.request(image!)).status).toBe(200)
})
