import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Address } from '../../src/channels/channel.ts'
import type { Effect } from '../../src/conversation/effect.ts'
import type { Event } from '../../src/conversation/event.ts'
import { initialState } from '../../src/conversation/state.ts'
import { createSeal } from '../../src/store/seal.ts'
import { createStore, type Store } from '../../src/store/store.ts'
import { testKey } from '../desk/desk.ts'
import type { Opened } from './describeStore.ts'

const at = '2026-11-23T01:00:00.000Z'
const after = (seconds: number) => new Date(Date.parse(at) + seconds * 1000).toISOString()
const ada: Address = { channel: 'wechat', account: 'bot', person: 'wxid_ada' }
const event = (id: string, text = '你好'): Event => ({
  ...{ kind: 'said', text, id, at, today: '2026-11-23' },
})

/** What every database must do so that people are reached, and their chats joined. */
export function describeReach(name: string, open: () => Promise<Opened>): void {
  describe(`where people are reached, on ${name}`, () => {
    let opened: Opened
    let store: Store
    beforeEach(async () => {
      opened = await open()
      store = createStore(opened.db, opened.atomically, await createSeal([testKey]))
    })
    afterEach(() => opened.close())

    /** A conversation that has said so many things, each in a turn of its own. */
    async function says(conversation: string, count: number): Promise<void> {
      for (let seq = 1; seq <= count; seq++) {
        const saying: Effect = { kind: 'say', saying: { flow: null, text: `${seq}` } }
        const effects = [{ effect: saying, dueAt: at, delivered: false, claimedUntil: null }]
        const id = `${conversation}#${seq}`
        await store.commit({ conversation, seq, event: event(id), state: initialState, effects })
      }
    }
    const claim = async (now = at) => {
      const due = await store.claimDue(now, after(120), 100)
      return due.map(({ id }) => id)
    }

    test('an address is known by its hash, and its allowance begins anew whenever it is heard', async () => {
      const hash = await store.addressHash(ada)
      expect(await store.heardFrom(hash, ada, at, 'wechat:x')).toBe('wechat:x')
      await says('wechat:x', 1)
      await store.noteSent('wechat:x/1/0', 1, hash)
      const [before] = await store.addressesOf('wechat:x')
      expect(before).toMatchObject({ address: ada, contact: { sentSince: 1 } })
      const newer = { ...ada, reply: { webhook: 'newer' } }
      expect(await store.addressHash(newer)).toBe(hash)
      expect(await store.heardFrom(hash, newer, after(60), 'wechat:y')).toBe('wechat:x')
      await store.heardFrom(hash, ada, after(30), 'wechat:x')
      const [now] = await store.addressesOf('wechat:x')
      expect(now).toMatchObject({ address: newer, contact: { sentSince: 0 } })
      expect(await store.addressOf(hash)).toEqual(newer)
      const rows = await opened.db.selectFrom('address').selectAll().execute()
      expect(JSON.stringify(rows)).not.toContain('wxid_ada')
    })

    test('an event waits from when it is kept until it has its turn, and is written as the turn took it', async () => {
      expect(await store.waits('a#1')).toBe(null)
      await store.keep('wechat:a', event('a#1', '1'))
      expect(await store.waits('a#1')).toBe(true)
      const effects: never[] = []
      const chosen: Event = { ...event('a#1'), kind: 'chose', value: 'yes', label: '是' }
      const turn = { conversation: 'wechat:a', seq: 1, state: initialState, effects }
      await store.commit({ ...turn, event: chosen })
      expect(await store.waits('a#1')).toBe(false)
      await store.commit({ ...turn, seq: 2, event: event('a#1', 'another') })
      const [read] = await store.turns('wechat:a', 0)
      expect(read!.event).toMatchObject({ kind: 'chose', value: 'yes' })
    })

    test('an event that failed is left alone for longer each time', async () => {
      await store.keep('wechat:a', event('one'))
      const left = async (seconds: number) =>
        (await store.unfinished(after(seconds), 5, 100)).length
      expect(await left(1)).toBe(1)
      const from: number[] = []
      for (let failures = 1; failures < 5; failures++) {
        await store.noteFailure('one', 'Error')
        let seconds = 0
        while ((await left(seconds)) === 0) seconds += 10
        from.push(seconds)
      }
      expect(from).toEqual([...from].sort((a, b) => a - b))
      expect(from[0]).toBeGreaterThan(10)
      expect(from.at(-1)).toBeGreaterThan(1800)
    })

    test('what is held keeps nothing back, and is due once the person writes', async () => {
      await says('wechat:a', 2)
      await claim()
      await store.hold(['wechat:a/1/0'], 'closed', false)
      await store.putOff(['wechat:a/2/0'], after(60), true)
      expect(await claim(after(61))).toEqual(['wechat:a/2/0'])
      await store.settle(['wechat:a/2/0'], after(61))
      expect(await claim(after(99_999))).toEqual([])
      await store.release('wechat:a', after(70))
      expect(await claim(after(71))).toEqual(['wechat:a/1/0'])
    })

    test('what is put off keeps back what comes after it, and counts as no failure', async () => {
      await says('wechat:a', 2)
      await claim()
      await store.putOff(['wechat:a/1/0', 'wechat:a/2/0'], after(60), true)
      expect(await claim(after(59))).toEqual([])
      const due = await store.claimDue(after(61), after(120), 100)
      expect(due.map(({ attempts }) => attempts)).toEqual([0, 0])
    })

    test('what is held goes to whoever claims it first, and with it what it was bound to', async () => {
      await says('wechat:a', 2)
      await claim()
      await store.bind(['wechat:a/1/0', 'wechat:a/2/0'], 'wechat:a/2/0')
      await store.hold(['wechat:a/1/0', 'wechat:a/2/0'], 'noticed', true)
      const claims = await Promise.all([
        store.claimHeld('wechat:a', at, after(60)),
        store.claimHeld('wechat:a', at, after(60)),
      ])
      const all = claims.flat()
      expect(all.map(({ id }) => id)).toEqual(['wechat:a/1/0', 'wechat:a/2/0'])
      for (const due of all) {
        expect(due).toMatchObject({ mergedInto: 'wechat:a/2/0', noticed: true })
        expect(due.eventId).toMatch(/^wechat:a#/)
      }
    })

    test('what was given up is on the list, keeps nothing back, and is due when it is tried again', async () => {
      await says('wechat:a', 2)
      await claim()
      await store.bury(['wechat:a/1/0'], 'blocked')
      await store.settle(['wechat:a/2/0'], at)
      expect(await store.dead(10)).toMatchObject([{ id: 'wechat:a/1/0', reason: 'blocked' }])
      expect(await store.revive('wechat:a/2/0', at)).toBe(false)
      expect(await store.revive('wechat:a/1/0', after(5))).toBe(true)
      expect(await claim(after(6))).toEqual(['wechat:a/1/0'])
      expect(await store.dead(10)).toEqual([])
    })

    test('a code joins one chat, once; the same attempt again gets the same answer', async () => {
      await store.keepCode('4829130576', 'wechat:a', 'web', after(300))
      const use = (usedBy: string, from = 'web:b', channel = 'web', now = at) =>
        store.useCode('4829130576', { from, channel, now, usedBy })
      expect(await use('x', 'web:b', 'dingtalk')).toEqual({ kind: 'invalid' })
      expect(await use('x', 'wechat:a')).toEqual({ kind: 'own' })
      expect(await use('x', 'web:b', 'web', after(301))).toEqual({ kind: 'invalid' })
      const both = await Promise.all([use('one'), use('two', 'web:c')])
      expect(both.map(({ kind }) => kind).sort()).toEqual(['invalid', 'joins'])
      const [winner, from] = both[0].kind === 'joins' ? ['one', 'web:b'] : ['two', 'web:c']
      const again = await use(winner, from, 'web', after(400))
      expect(again).toEqual({ kind: 'joins', conversation: 'wechat:a' })
    })

    test('digits that are valid for two conversations join nobody to either', async () => {
      await store.keepCode('4829130576', 'wechat:a', 'web', after(300))
      await store.keepCode('4829130576', 'wechat:a', 'web', after(300))
      await store.keepCode('4829130576', 'wechat:z', 'web', after(300))
      const use = { from: 'web:b', channel: 'web', now: at, usedBy: 'x' }
      expect(await store.useCode('4829130576', use)).toEqual({ kind: 'invalid' })
    })

    test('what is joined is reached, exported and erased together; nothing goes on in a circle', async () => {
      const hash = await store.addressHash(ada)
      await store.heardFrom(hash, ada, at, 'wechat:b')
      await says('wechat:b', 1)
      await says('web:a', 1)
      await says('web:other', 1)
      expect(await store.claimJoin('wechat:b', 'web:a')).toBe(true)
      expect(await store.claimJoin('wechat:b', 'web:a')).toBe(true)
      expect(await store.claimJoin('web:a', 'wechat:b')).toBe(false)
      await store.join('wechat:b', 'web:a')
      expect(await store.joinedTo('web:a')).toEqual(['wechat:b'])
      for (const one of ['web:a', 'wechat:b']) {
        expect((await store.addressesOf(one)).map(({ address }) => address)).toEqual([ada])
      }
      expect(await store.claimJoin('web:a', 'web:other')).toBe(true)
      await store.join('web:a', 'web:other')
      expect(await store.joinedTo('web:other')).toEqual(['web:a', 'wechat:b'])
      await store.erase('web:other')
      for (const table of ['turn', 'inbox', 'outbox', 'address', 'joining'] as const) {
        expect(await opened.db.selectFrom(table).selectAll().execute()).toEqual([])
      }
    })

    test('wrong attempts are counted over a while, many at once too, and only right ones taken back', async () => {
      const count = (whose = 'eve', seconds = 0) =>
        store.countAttempt(whose, new Date(after(seconds)), 60_000)
      const many = await Promise.all(Array.from({ length: 5 }, () => count()))
      expect(many.sort()).toEqual([1, 2, 3, 4, 5])
      expect(await count('ada')).toBe(1)
      await store.forgiveAttempt('eve')
      expect(await count('eve', 59)).toBe(5)
      expect(await count('eve', 61)).toBe(1)
      expect(await count('eve', -600)).toBe(1)
      const rows = await opened.db.selectFrom('attempt').selectAll().execute()
      expect(JSON.stringify(rows)).not.toContain('eve')
      await store.forgetAttempts(after(1))
      expect(await opened.db.selectFrom('attempt').selectAll().execute()).toEqual([])
    })

    test('attempts that have to wait are counted one after the other, and begin anew after a while', async () => {
      const enter = (seconds: number) =>
        store.countAfterWaiting('eve', new Date(after(seconds)), 60_000, (count) =>
          count < 3 ? 0 : count * 1000,
        )
      const many = await Promise.all(Array.from({ length: 5 }, () => enter(0)))
      expect(many.sort()).toEqual([0, 0, 0, 3000, 3000])
      expect(await enter(2)).toBe(1000)
      expect(await enter(3)).toBe(0)
      expect(await enter(6)).toBe(1000)
      expect(await enter(61)).toBe(0)
      expect(await enter(61)).toBe(0)
    })

    test('a message in a group is the first of its kind once, and forgotten in time', async () => {
      expect(await store.firstMention('hash', at)).toBe(true)
      expect(await store.firstMention('hash', after(1))).toBe(false)
      await store.keepCode('4829130576', 'wechat:a', 'web', after(300))
      await store.forgetPassed(after(301))
      for (const table of ['mention', 'joinCode'] as const) {
        expect(await opened.db.selectFrom(table).selectAll().execute()).toEqual([])
      }
    })
  })
}
