import type { Kysely } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Effect } from '../../src/conversation/effect.ts'
import type { Event, Happening } from '../../src/conversation/event.ts'
import { initialState, type State } from '../../src/conversation/state.ts'
import { type Atomically, inTransaction } from '../../src/store/atomically.ts'
import { sealFile } from '../../src/store/files.ts'
import { nodeEngine } from '../../src/store/nodeEngine.ts'
import { connectDatabase } from '../../src/store/open.ts'
import { createSeal } from '../../src/store/seal.ts'
import { createStore, type Store, type TurnToCommit } from '../../src/store/store.ts'
import type { Tables } from '../../src/store/tables.ts'
import { testKey } from '../desk/desk.ts'
import { describeReach } from './describeReach.ts'

/** A database that one test has for itself. */
export type Opened = {
  db: Kysely<Tables>
  atomically: Atomically
  /** The same database for another process, where several may have it open. */
  another?: () => Promise<{ db: Kysely<Tables>; atomically: Atomically; close(): Promise<void> }>
  /** Every byte that it has written to disk, where it writes files. */
  written?: () => Promise<Uint8Array>
  close(): Promise<void>
}

const at = '2026-11-23T01:00:00.000Z'
const after = (seconds: number) => new Date(Date.parse(at) + seconds * 1000).toISOString()
const secret = '王晓梅的秘密地址'

const event = (id: string, happening: Happening = { kind: 'said', text: secret }): Event => ({
  ...{ ...happening, id, at, today: '2026-11-23' },
})
const saying = (text: string): Effect => ({ kind: 'say', saying: { flow: null, text } })
const owed = (effect: Effect, dueAt = at) => ({
  ...{ effect, dueAt, delivered: false, claimedUntil: null },
})
/** One turn of a conversation that says one thing. */
export const turn = (
  conversation: string,
  seq: number,
  id: string,
  effects: readonly Effect[] = [saying(`${id} was heard`)],
  state: State = { ...initialState, misses: seq },
): TurnToCommit => ({
  ...{ conversation, seq, event: event(id), state },
  effects: effects.map((effect) => owed(effect)),
})

/** Opens a database once more, as another process does. */
export async function openAnother(url: string) {
  const db = connectDatabase(url)
  return { db, atomically: inTransaction(db), close: () => db.destroy() }
}

/** What every database must do for conversations. */
export function describeStore(name: string, open: () => Promise<Opened>): void {
  describeReach(name, open)
  describe(`the record of conversations on ${name}`, () => {
    let opened: Opened
    let store: Store
    beforeEach(async () => {
      opened = await open()
      store = createStore(opened.db, opened.atomically, await createSeal([testKey], nodeEngine))
    })
    afterEach(() => opened.close())

    const texts = (effects: readonly Effect[]) =>
      effects.map((effect) => (effect.kind === 'say' ? effect.saying.text : effect.kind))
    const claim = async (now = at, until = after(120), limit = 100) =>
      store.claimDue(now, until, limit)
    const count = async (table: 'inbox' | 'turn' | 'outbox' | 'file' | 'filing' | 'handoff') => {
      const rows = await opened.db.selectFrom(table).selectAll().execute()
      return rows.length
    }

    test('a turn is there after it was committed, with its state, its event and its effects', async () => {
      expect(await store.commit(turn('web:a', 1, 'one'))).toBe('committed')
      expect(await store.turnAt('web:a')).toMatchObject({
        ...{ seq: 1, state: { ...initialState, misses: 1 } },
      })
      const [read] = await store.turns('web:a', 0)
      expect(read).toMatchObject({ seq: 1, eventId: 'one', takenAt: at, event: { text: secret } })
      expect(texts(read!.effects)).toEqual(['one was heard'])
      expect(await store.turnOf('one')).toEqual({ conversation: 'web:a', seq: 1 })
    })

    test('the same event again is a duplicate, and changes nothing', async () => {
      await store.commit(turn('web:a', 1, 'one'))
      expect(await store.commit(turn('web:a', 2, 'one', [saying('again')]))).toBe('duplicate')
      expect(await store.commit(turn('web:a', 1, 'one', [saying('again')]))).toBe('duplicate')
      expect((await store.turnAt('web:a'))?.seq).toBe(1)
      expect(texts((await claim()).map(({ effect }) => effect))).toEqual(['one was heard'])
    })

    test('of an event that comes twice at once, what is kept is what its turn was taken on', async () => {
      const sent = (text: string) => {
        const one = turn('web:a', 2, 'two')
        return { ...one, event: { ...one.event, text } as Event }
      }
      // While the first is being written the others wait, and go together in the next commit.
      const outcomes = await Promise.all([
        store.commit(turn('web:a', 1, 'one')),
        store.commit(sent('first')),
        store.commit(sent('second')),
      ])
      const taken = outcomes[1] === 'committed' ? 'first' : 'second'
      expect(outcomes.toSorted()).toEqual(['committed', 'committed', 'duplicate'])
      const read = await store.turns('web:a', 2)
      expect(read.map(({ event }) => event)).toMatchObject([{ text: taken }])
    })

    test('another event for a place that is taken conflicts, and leaves no effect behind', async () => {
      await store.commit(turn('web:a', 1, 'one'))
      expect(await store.commit(turn('web:a', 1, 'two'))).toBe('conflict')
      expect(await store.turnOf('two')).toBe(null)
      expect(texts((await claim()).map(({ effect }) => effect))).toEqual(['one was heard'])
    })

    test('a turn follows only the very turn that it was taken on', async () => {
      await store.commit({ ...turn('web:a', 1, 'one'), takenBy: 'before' })
      await store.commit({ ...turn('web:a', 2, 'two'), takenBy: 'after', follows: 'before' })
      await store.erase('web:a')
      await store.commit({ ...turn('web:a', 1, 'anew'), takenBy: 'begun anew' })
      const late = { ...turn('web:a', 2, 'late'), follows: 'before' }
      expect(await store.commit(late)).toBe('conflict')
      expect(await store.commit({ ...late, follows: 'begun anew' })).toBe('committed')
    })

    test('a commit whose answer was lost is found to be committed, its effects once', async () => {
      let lost = 0
      const losing: Atomically = async (statements, holds) => {
        await opened.atomically(statements, holds)
        if (lost++ < 2) throw new Error('the connection was lost')
      }
      const unlucky = createStore(opened.db, losing, await createSeal([testKey], nodeEngine))
      await expect(unlucky.commit(turn('web:a', 1, 'one'))).rejects.toThrow('was lost')
      expect(await unlucky.commit(turn('web:a', 1, 'one'))).toBe('duplicate')
      lost = 1
      const both = [turn('web:b', 1, 'two'), turn('web:c', 1, 'three')]
      expect(await Promise.all(both.map((one) => unlucky.commit(one)))).toEqual([
        ...['committed', 'committed'],
      ])
      expect([await count('turn'), await count('inbox'), await count('outbox')]).toEqual([3, 3, 3])
    })

    test('what lost its place is left for the sweep until it has a turn', async () => {
      await store.commit(turn('web:a', 1, 'one'))
      await store.commit(turn('web:a', 1, 'two'))
      const left = await store.unfinished(after(60), 5, 100)
      expect(left.map(({ event }) => event.id)).toEqual(['two'])
      expect(await store.commit(turn('web:a', 2, 'two'))).toBe('committed')
      expect(await store.unfinished(after(60), 5, 100)).toEqual([])
    })

    test('of many turns at once each commits or loses by itself', async () => {
      const conversations = Array.from({ length: 60 }, (_, index) => `web:${index}`)
      await Promise.all(conversations.map((one) => store.commit(turn(one, 1, `${one}/first`))))
      const outcomes = await Promise.all(
        conversations.flatMap((one) => [
          store.commit(turn(one, 2, `${one}/a`)),
          store.commit(turn(one, 2, `${one}/b`)),
          store.commit(turn(one, 3, `${one}/first`)),
        ]),
      )
      for (const [index, one] of conversations.entries()) {
        const [a, b, again] = outcomes.slice(index * 3, index * 3 + 3)
        expect([a, b].sort()).toEqual(['committed', 'conflict'])
        expect(again).toBe('duplicate')
        const turns = await store.turns(one, 0)
        const winner = a === 'committed' ? `${one}/a` : `${one}/b`
        expect(turns.map(({ eventId }) => eventId)).toEqual([`${one}/first`, winner])
        expect(texts(turns[1]!.effects)).toEqual([`${winner} was heard`])
      }
      expect(await count('outbox')).toBe(120)
    })

    test('a turn that cannot be written leaves nothing of itself', async () => {
      await store.commit(turn('web:a', 1, 'one'))
      const broken = turn('web:a', 2, 'two')
      // The database refuses an effect without a time; it comes after the event and the turn.
      const effects = [owed(saying('first')), owed(saying('second'), null as unknown as string)]
      await expect(store.commit({ ...broken, effects })).rejects.toThrow()
      expect([await count('inbox'), await count('turn'), await count('outbox')]).toEqual([1, 1, 1])
      expect(await store.commit(turn('web:a', 2, 'two'))).toBe('committed')
    })

    test('a turn that cannot be written takes no other with it', async () => {
      const effects = [owed(saying('never'), null as unknown as string)]
      const [first, broken, last] = await Promise.allSettled([
        store.commit(turn('web:a', 1, 'one')),
        store.commit({ ...turn('web:b', 1, 'two'), effects }),
        store.commit(turn('web:c', 1, 'three')),
      ])
      expect([first.status, broken.status, last.status]).toEqual([
        ...['fulfilled', 'rejected', 'fulfilled'],
      ])
    })

    test('what was kept without a turn waits for the sweep, and its turn takes it up', async () => {
      await store.keep('web:a', event('one'))
      await store.keep('web:a', event('one'))
      expect(await store.unfinished(at, 5, 100)).toEqual([])
      expect(await store.unfinished(after(1), 5, 100)).toEqual([
        { conversation: 'web:a', event: event('one'), attempts: 0 },
      ])
      expect(await store.commit(turn('web:a', 1, 'one'))).toBe('committed')
      expect(await store.unfinished(after(1), 5, 100)).toEqual([])
    })

    test('an event that fails again and again is left to a clerk', async () => {
      await store.keep('web:a', event('one'))
      for (let attempt = 0; attempt < 5; attempt++) await store.noteFailure('one', 'Error')
      expect(await store.unfinished(after(1), 5, 100)).toEqual([])
      expect(await count('inbox')).toBe(1)
    })

    test('of those who set about an event that waits one does, and is counted before', async () => {
      await store.keep('web:a', event('one'))
      const tries = await Promise.all([1, 2, 3].map(() => store.countTry('one', 0)))
      expect(tries.filter(Boolean)).toHaveLength(1)
      await store.noteFailure('one', 'Error', true)
      expect(await store.unfinished(after(60), 5, 100)).toMatchObject([{ attempts: 1 }])
      await store.commit(turn('web:a', 1, 'one'))
      expect(await store.countTry('one', 1)).toBe(false)
    })

    test('an event that cannot be opened keeps no other from being taken up', async () => {
      await store.keep('web:a', event('broken'))
      await store.keep('web:a', event('whole'))
      const wrong = { body: 'nobody.can-open-this' }
      await opened.db.updateTable('inbox').set(wrong).where('eventId', '=', 'broken').execute()
      const left = await store.unfinished(after(1), 5, 100)
      expect(left.map(({ event }) => event.id)).toEqual(['whole'])
    })

    test('nobody claims what another has claimed', async () => {
      const many = Array.from({ length: 20 }, (_, index) => saying(`effect ${index}`))
      await store.commit(turn('web:a', 1, 'one', many))
      const claims = await Promise.all([claim(), claim(), claim()])
      const ids = claims.flat().map(({ id }) => id)
      expect(ids).toHaveLength(20)
      expect(new Set(ids).size).toBe(20)
      expect(await claim(after(60))).toEqual([])
      expect(await claim(after(121))).toHaveLength(20)
    })

    test('a claim that ran out is a failed attempt: what became of it is not known', async () => {
      await store.commit(turn('web:a', 1, 'one'))
      expect((await claim(at, after(10)))[0]?.attempts).toBe(0)
      expect((await claim(after(11), after(20)))[0]?.attempts).toBe(1)
      expect((await claim(after(21), after(30)))[0]?.attempts).toBe(2)
    })

    test('of two processes each effect goes to one, and those of a conversation all to the same', async () => {
      const another = await opened.another?.()
      if (!another) return
      const seal = await createSeal([testKey], nodeEngine)
      const stores = [store, createStore(another.db, another.atomically, seal)]
      const conversations = Array.from({ length: 15 }, (_, index) => `web:${index}`)
      for (const one of conversations) await store.commit(turn(one, 1, `${one}/1`))
      const carried = new Map<string, string[]>()
      const carry = async (own: Store, second: number) => {
        for (;;) {
          const due = await own.claimDue(after(second), after(second + 60), 4)
          if (due.length === 0) return
          for (const { id, conversation } of due) {
            carried.set(conversation, [...(carried.get(conversation) ?? []), id])
            await own.settle([id], after(second))
          }
        }
      }
      const writing = conversations.map(async (one) => {
        for (let seq = 2; seq < 6; seq++) await stores[seq % 2]!.commit(turn(one, seq, one + seq))
      })
      await Promise.all([...writing, ...stores.map((own) => carry(own, 0))])
      await Promise.all(stores.map((own) => carry(own, 0)))
      for (const one of conversations) {
        expect(carried.get(one)).toEqual([1, 2, 3, 4, 5].map((seq) => `${one}/${seq}/0`))
      }
      await another.close()
    })

    test('what is erased while another process goes on with it does not come back', async () => {
      const another = await opened.another?.()
      if (!another) return
      const seal = await createSeal([testKey], nodeEngine)
      const other = createStore(another.db, another.atomically, seal)
      for (let round = 0; round < 10; round++) {
        await store.commit(turn('web:a', 1, `${round}/1`))
        const going = async () => {
          for (let seq = 2; seq < 40; seq++) {
            const outcome = await other.commit(turn('web:a', seq, `${round}/${seq}`))
            if (outcome === 'conflict') return
          }
        }
        const gone = going()
        await new Promise((resolve) => setTimeout(resolve, round))
        await store.erase('web:a')
        await gone
        expect([await count('turn'), await count('outbox')]).toEqual([0, 0])
      }
      await another.close()
    })

    test('what was carried out is never claimed again', async () => {
      await store.commit(turn('web:a', 1, 'one'))
      const [due] = await claim()
      await store.settle([due!.id], at)
      expect(await claim(after(1000))).toEqual([])
    })

    test('effects of a conversation are claimed in the order in which they came about', async () => {
      const eleven = Array.from({ length: 11 }, (_, index) => saying(`effect ${index}`))
      await store.commit(turn('web:a', 1, 'one', eleven))
      await store.commit(turn('web:a', 2, 'two'))
      const order = [...eleven.map((_, index) => `effect ${index}`), 'two was heard']
      expect(texts((await claim()).map(({ effect }) => effect))).toEqual(order)
    })

    test('nothing overtakes what failed before it in the same conversation', async () => {
      await store.commit(turn('web:a', 1, 'one'))
      const [failed] = await claim()
      await store.postpone(failed!.id, after(300), 'failed')
      await store.commit(turn('web:a', 2, 'two'))
      await store.commit(turn('web:b', 1, 'three'))
      expect((await claim(after(10))).map(({ conversation }) => conversation)).toEqual(['web:b'])
      const later = (await claim(after(301))).filter(({ conversation }) => conversation === 'web:a')
      expect(later.map(({ id, attempts }) => `${id} after ${attempts}`)).toEqual([
        'web:a/1/0 after 1',
        'web:a/2/0 after 0',
      ])
    })

    test('what is said goes out while the agency is out of reach', async () => {
      const application = { business: 'pension-in', route: 'platform', fields: {} } as const
      await store.commit(turn('web:a', 1, 'one', [{ kind: 'submit', application }]))
      const [failed] = await claim()
      await store.postpone(failed!.id, after(300), 'failed')
      await store.commit(turn('web:a', 2, 'two'))
      expect((await claim(after(10))).map(({ id }) => id)).toEqual(['web:a/2/0'])
    })

    test('nothing overtakes what another is carrying out in the same conversation', async () => {
      await store.commit(turn('web:a', 1, 'one'))
      await claim()
      await store.commit(turn('web:a', 2, 'two'))
      expect(await claim(after(10))).toEqual([])
    })

    test('a reminder for next month keeps nothing back', async () => {
      const remind: Effect = { kind: 'remind', about: 'submitted', serial: '1', on: '2026-12-07' }
      const later = { ...turn('web:a', 1, 'one'), effects: [owed(remind, after(86_400 * 14))] }
      await store.commit(later)
      await store.commit(turn('web:a', 2, 'two'))
      expect(await claim()).toHaveLength(1)
    })

    test('an effect that cannot be opened keeps no other from being carried out', async () => {
      await store.commit(turn('web:a', 1, 'one'))
      await store.commit(turn('web:b', 1, 'two'))
      const wrong = { effect: 'nobody.can-open-this' }
      await opened.db.updateTable('outbox').set(wrong).where('id', '=', 'web:a/1/0').execute()
      expect((await claim()).map(({ id }) => id)).toEqual(['web:b/1/0'])
    })

    test('erasing leaves nothing of a conversation, and all of the others', async () => {
      const seal = await createSeal([testKey])
      for (const one of ['web:a', 'web:b']) {
        await store.commit(turn(one, 1, `${one}/1`))
        await store.keep(one, event(`${one}/2`))
        await store.noteFiling(`serial of ${one}`, one)
        await store.noteHandoff(one, at)
        const content = new Uint8Array([1, 2, 3])
        const kept = await sealFile(seal, { name: 'x.pdf', type: 'x', content }, at, one)
        await store.keepFile(kept.row)
      }
      await store.erase('web:a')
      expect(await store.turnAt('web:a')).toBe(null)
      for (const table of ['inbox', 'turn', 'outbox', 'file', 'filing', 'handoff'] as const) {
        const rows = await opened.db.selectFrom(table).select('conversationId').execute()
        expect(new Set(rows.map(({ conversationId }) => conversationId))).toEqual(
          new Set(['web:b']),
        )
      }
    })

    test('files are dropped by their own conversation, or the one it was joined to, and no other', async () => {
      const seal = await createSeal([testKey])
      const content = new Uint8Array([1])
      const ids: string[] = []
      for (const one of ['web:a', 'web:b', 'web:c']) {
        await store.commit(turn(one, 1, `${one}/1`))
        const kept = await sealFile(seal, { name: 'x.pdf', type: 'x', content }, at, one)
        await store.keepFile(kept.row)
        ids.push(kept.row.id)
      }
      await store.claimJoin('web:b', 'web:a')
      await store.join('web:b', 'web:a')
      await store.dropFiles('web:a', ids)
      const left = await opened.db.selectFrom('file').select('conversationId').execute()
      expect(left).toEqual([{ conversationId: 'web:c' }])
    })

    test('a turn taken before the erasure and written after it does not bring anything back', async () => {
      await store.commit(turn('web:a', 1, 'one'))
      await store.erase('web:a')
      expect(await store.commit(turn('web:a', 2, 'two'))).toBe('conflict')
      expect([await count('turn'), await count('outbox')]).toEqual([0, 0])
    })

    test('what a person said, is called and is told can be read in no file', async () => {
      const person = { name: secret, idNumber: '11010519491231002X' }
      const state = { ...initialState, person }
      await store.commit(turn('web:a', 1, 'one', [saying(`您好，${secret}`)], state))
      await store.keep('web:a', event('two'))
      const written = await opened.written?.()
      if (!written) return
      const bytes = Buffer.from(written)
      expect(bytes.includes('web:a')).toBe(true)
      expect(bytes.includes(secret)).toBe(false)
      expect(bytes.includes('11010519491231002X')).toBe(false)
      expect(bytes.includes(JSON.stringify(secret).slice(1, -1))).toBe(false)
    })
  })
}
