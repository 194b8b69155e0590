import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Backend } from '../../src/backend/backend.ts'
import { initialState } from '../../src/conversation/state.ts'
import { takeTurn } from '../../src/conversation/turn.ts'
import { createCarry } from '../../src/outbox/carry.ts'
import { createOutbox } from '../../src/outbox/outbox.ts'
import { catalogue } from '../everything/conversation.ts'
import { openApp } from '../openApp.ts'
import { type Answer, fillIn, openChat } from './client.ts'

let app: Awaited<ReturnType<typeof openApp>>
beforeEach(async () => {
  app = await openApp()
})
afterEach(() => app.close())

const silent = { warn() {}, error() {} } as unknown as Parameters<typeof createOutbox>[0]['log']

describe('after a crash', () => {
  test('what was heard and not yet answered is answered by the sweep', async () => {
    const person = await openChat(app)
    const conversation = `web:${person.chat}`
    const happening = { kind: 'chose', value: 'pension-in' } as const
    const past = { at: '2026-11-23T01:00:00.000Z', today: '2026-11-23' }
    await app.store.keep(conversation, { ...happening, ...past, id: `${conversation}#m1` })
    await app.sweep()
    const all: Answer = await (await person.get()).json()
    expect(all.state).toMatchObject({ flow: 'pension-in', step: 'consent' })
    const again = await person.send({ id: 'm1', choice: 'pension-in' })
    expect(again.messages).toEqual(all.messages.slice(-1))
    await app.sweep()
    expect((await app.store.turnAt(conversation))?.seq).toBe(2)
  })

  test('a reminder that was told and not settled is not told twice', async () => {
    const person = await openChat(app)
    const conversation = `web:${person.chat}`
    const effect = { kind: 'remind', about: 'submitted', serial: '1', on: '2026-11-22' } as const
    const event = {
      kind: 'said',
      text: '你好',
      id: 'x',
      at: '2026-11-22',
      today: '2026-11-22',
    } as const
    const owed = { effect, dueAt: '2026-11-22', delivered: false, claimedUntil: null }
    await app.store.commit({ conversation, seq: 2, event, state: initialState, effects: [owed] })
    await app.outbox.dispatch()
    const { seq } = (await app.store.turnAt(conversation))!
    await app.db
      .updateTable('outbox')
      .set({ sentAt: null, claimedUntil: null })
      .where('id', '=', `${conversation}/2/0`)
      .execute()
    await app.outbox.dispatch()
    expect((await app.store.turnAt(conversation))?.seq).toBe(seq)
  })
})

describe('when the agency cannot be reached', () => {
  /** An outbox of the same application whose agency answers as the test says; its clock can be moved. */
  function outboxOver(backend: Partial<Backend>) {
    let now = Date.now() + 120_000
    const clock = () => new Date(now)
    const carry = createCarry({
      ...{ store: app.store, inbox: app.inbox, stamp: app.stamp },
      keepsake: () => Promise.reject(new Error('nobody asked for papers')),
      backend: { ...app.desk.backend, ...backend },
    })
    return {
      outbox: createOutbox(
        { store: app.store, clock, log: silent, deliver: async () => {} },
        carry,
      ),
      wait: (minutes: number) => {
        now += minutes * 60_000
      },
    }
  }

  /** A person whose confirmation was written down by a process that then went away. */
  async function confirmed() {
    const person = await openChat(app)
    await fillIn(person)
    const conversation = `web:${person.chat}`
    const last = (await app.store.turnAt(conversation))!
    const at = new Date().toISOString()
    const chosen = { kind: 'chose', value: 'confirm' } as const
    const event = { ...chosen, id: `${conversation}#confirm`, at, today: '2026-11-23' }
    const turn = takeTurn(catalogue, last.state, event, { conversation, seq: last.seq + 1 })
    const effects = turn.effects.map((effect) => ({
      ...{ effect, dueAt: event.at, delivered: effect.kind === 'say', claimedUntil: null },
    }))
    const commit = { conversation, seq: last.seq + 1, event, state: turn.state, effects }
    expect(await app.store.commit(commit)).toBe('committed')
    app.inbox.forget(conversation)
    return person
  }

  const stateOf = async (person: Awaited<ReturnType<typeof openChat>>) => {
    const all: Answer = await (await person.get()).json()
    return all.state
  }

  test('an application is sent again until it is received, and once only', async () => {
    const person = await confirmed()
    const calls: string[] = []
    let down = true
    const { outbox, wait } = outboxOver({
      async submit(application, key) {
        calls.push('submit')
        if (down) throw new Error('unreachable')
        return app.desk.backend.submit(application, key)
      },
      async received(key) {
        calls.push('received')
        return app.desk.backend.received(key)
      },
    })
    await outbox.dispatch()
    expect((await stateOf(person)).dossier).toBe(null)
    await outbox.dispatch()
    expect(calls).toEqual(['submit'])
    wait(10)
    await outbox.dispatch()
    down = false
    wait(60)
    await outbox.dispatch()
    expect(calls).toEqual(['submit', 'received', 'submit', 'received', 'submit'])
    expect((await stateOf(person)).dossier?.serial).toMatch(/^\d{16}$/)
    wait(60)
    await outbox.dispatch()
    expect(calls).toHaveLength(5)
  })

  test('an application whose answer was lost is asked about, not sent again', async () => {
    const person = await confirmed()
    let submitted = 0
    const { outbox, wait } = outboxOver({
      async submit(application, key) {
        submitted++
        await app.desk.backend.submit(application, key)
        throw new Error('the answer was lost')
      },
    })
    await outbox.dispatch()
    wait(10)
    await outbox.dispatch()
    expect(submitted).toBe(1)
    expect((await stateOf(person)).dossier?.serial).toMatch(/^\d{16}$/)
  })

  test('what was sent and erased meanwhile does not come back with its receipt', async () => {
    const person = await confirmed()
    const { outbox } = outboxOver({
      async submit(application, key) {
        await person.erase()
        return app.desk.backend.submit(application, key)
      },
    })
    await outbox.dispatch()
    expect((await person.get()).status).toBe(404)
    const filings = await app.db.selectFrom('filing').selectAll().execute()
    expect(filings).toEqual([])
  })
})
