import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Backend, Change } from '../../src/backend/backend.ts'
import { createFollower } from '../../src/inbox/follow.ts'
import { openApp } from '../openApp.ts'
import { openChat } from '../web/client.ts'

let app: Awaited<ReturnType<typeof openApp>>
beforeEach(async () => {
  app = await openApp()
})
afterEach(() => app.close())

const at = '2026-11-23T09:00:00+08:00'
const change = (serial: string, stage: Change['status']['stage']): Change => ({
  ...{ id: `${serial}-${stage}`, at },
  status: {
    ...{ serial, business: 'pension-in', submittedAt: at, handling: '处理中' },
    ...{ feedback: '受理成功', stage, documents: [] },
  },
})

/**
 * Follows an agency that tells these changes; how many turns were under way at once, in all and in
 * one chat. For the `unreachable` one nothing can be written.
 */
async function follow(changes: readonly Change[], unreachable = '') {
  const underWay: string[] = []
  const most = { inAll: 0, inOne: 0 }
  const backend = {
    changes: async (after) => ({ changes: after ? [] : changes, cursor: 'end' }),
    watch: () => () => {},
  } satisfies Partial<Backend>
  const { look } = createFollower({
    ...{ store: app.store, stamp: app.stamp, log: pino({ level: 'silent' }) },
    backend: backend as Partial<Backend> as Backend,
    inbox: {
      ...app.inbox,
      async receive(conversation, event) {
        if (conversation === unreachable) throw new Error('the record cannot be reached')
        underWay.push(conversation)
        const own = underWay.filter((one) => one === conversation).length
        most.inAll = Math.max(most.inAll, underWay.length)
        most.inOne = Math.max(most.inOne, own)
        try {
          return await app.inbox.receive(conversation, event)
        } finally {
          underWay.splice(underWay.indexOf(conversation), 1)
        }
      },
    },
  })
  await look()
  return most
}

async function filedChat(serial: string) {
  const { chat } = await openChat(app)
  await app.store.noteFiling(serial, `web:${chat}`)
  return `web:${chat}`
}

test('changes of many people have their turns side by side, those of one person in order', async () => {
  const serials = Array.from({ length: 12 }, (_, index) => `20261123${index + 10}000000`)
  const chats = await Promise.all(serials.map(filedChat))
  const stages = ['accepted', 'contactLetterSent', 'informationFormReceived'] as const
  const changes = stages.flatMap((stage) => serials.map((serial) => change(serial, stage)))
  const most = await follow([change('20261123999999', 'accepted'), ...changes])
  expect(most.inOne).toBe(1)
  expect(most.inAll).toBe(12)
  expect(await app.store.setting('backend.cursor')).toBe('end')
  for (const chat of chats) {
    const turns = await app.store.turns(chat, 2)
    const told = turns.map(({ event }) => event.kind === 'statusChanged' && event.status.stage)
    expect(told).toEqual(stages)
  }
})

test('changes that cannot be brought are kept in order, and hold up nobody else', async () => {
  const [broken, whole] = [await filedChat('2026112311000000'), await filedChat('2026112312000000')]
  const turnOf = app.db.selectFrom('turn').where('conversationId', '=', broken)
  const { state } = await turnOf.select('state').executeTakeFirstOrThrow()
  const write = (state: string) =>
    app.db.updateTable('turn').set({ state }).where('conversationId', '=', broken).execute()
  await write('nothing that can be read')
  app.inbox.forget(broken)
  await follow([
    change('2026112311000000', 'accepted'),
    change('2026112311000000', 'contactLetterSent'),
    change('2026112312000000', 'accepted'),
  ])
  expect(await app.store.setting('backend.cursor')).toBe('end')
  expect(await app.store.turns(whole, 2)).toHaveLength(1)
  await write(state)
  expect(await app.store.turns(broken, 2)).toEqual([])
  await app.inbox.sweep(new Date(Date.now() + 3_600_000).toISOString())
  const told = (await app.store.turns(broken, 2)).map(({ eventId }) => eventId)
  const both = ['accepted', 'contactLetterSent'].map((stage) => `change:2026112311000000-${stage}`)
  expect(told).toEqual(both)
})

test('what could not even be kept is looked for again, and nothing is told twice', async () => {
  const chats = [await filedChat('2026112311000000'), await filedChat('2026112312000000')] as const
  const changes = [change('2026112311000000', 'accepted'), change('2026112312000000', 'accepted')]
  await follow(changes, chats[0])
  expect(await app.store.setting('backend.cursor')).toBeNull()
  expect(await app.store.turns(chats[1], 2)).toHaveLength(1)
  await follow(changes)
  expect(await app.store.setting('backend.cursor')).toBe('end')
  for (const chat of chats) expect(await app.store.turns(chat, 2)).toHaveLength(1)
})
