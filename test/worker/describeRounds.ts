import { Kysely } from 'kysely'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { initialState } from '../../src/conversation/state.ts'
import { d1Dialect, inBatch } from '../../src/store/d1/dialect.ts'
import { createSeal } from '../../src/store/seal.ts'
import { createStore, type Store } from '../../src/store/store.ts'
import type { Tables } from '../../src/store/tables.ts'
import entry from '../../src/worker.ts'
import { type Answer, openChat } from '../web/client.ts'
import { listen } from './listen.ts'
import { key, type Worker } from './startWorker.ts'

/** What comes round by itself, and what becomes of a worker that cannot begin. */
export function describeRounds(started: () => Worker): void {
  describe('a worker', () => {
    let worker: Worker
    let store: Store
    beforeAll(async () => {
      worker = started()
      const db = new Kysely<Tables>({ dialect: d1Dialect(worker.DB) })
      store = createStore(db, inBatch(worker.DB), await createSeal([key]))
    })

    const soon = { timeout: 20_000 }
    const round = () => worker.worker.scheduled({ cron: '* * * * *' })
    const past = { at: '2026-11-23T01:00:00.000Z', today: '2026-11-23' }

    describe('a round', () => {
      test('answers what was heard and left without an answer, and the open page hears it', async () => {
        const person = await openChat(worker)
        const page = await listen(worker, person)
        const conversation = `web:${person.chat}`
        const happening = { kind: 'chose', value: 'pension-in' } as const
        await store.keep(conversation, { ...happening, ...past, id: `${conversation}#m1` })
        await round()
        await expect.poll(() => page.events().at(-1)?.data.state.step, soon).toBe('consent')
        await round()
        const all: Answer = await (await person.get()).json()
        expect(all.messages.filter(({ from }) => from === 'user')).toHaveLength(1)
        page.close()
      })

      test('that is not enough asks for others, until everything that is due was carried out', async () => {
        const many = 80
        const dueAt = '2026-11-22T01:00:00.000Z'
        const kind = { kind: 'remind', about: 'submitted', serial: '1', on: '2026-11-22' } as const
        const owed = { effect: kind, dueAt, delivered: false, claimedUntil: null }
        const commit = () => {
          const conversation = `web:${crypto.randomUUID()}`
          const event = { kind: 'opened', id: `${conversation}#opened`, ...past } as const
          return store.commit({
            ...{ conversation, seq: 1, event, state: initialState, effects: [owed] },
          })
        }
        await Promise.all(Array.from({ length: many }, commit))
        const read = async (what: string) => {
          const sql = `select ${what} from outbox where "dueAt" = ?`
          const { results } = await worker.DB.prepare(sql).bind(dueAt).all()
          return results[0]
        }
        const due = async () => (await read('sum("sentAt" is null) as count'))?.count
        expect(await due()).toBe(many)
        await round()
        await expect.poll(due, soon).toBe(0)
        expect(await read('max(attempts) as attempts, count(*) as count')).toEqual({
          ...{ attempts: 0, count: many },
        })
      })
    })

    describe('a worker that is set up wrongly', () => {
      const ask = async (settings: Record<string, string>) => {
        const said = vi.spyOn(console, 'error').mockImplementation(() => {})
        const env = { ...settings, DB: worker.DB, LIVE: {} } as unknown as Parameters<
          typeof entry.fetch
        >[1]
        const answer = await entry.fetch(new Request('https://x/'), env, { waitUntil() {} })
        const log = said.mock.calls.join()
        said.mockRestore()
        return { status: answer.status, body: await answer.text(), log }
      }

      test.each([
        ['without a key', {}, /DATA_KEY: is required/],
        ['with a key that is none', { DATA_KEY: 'secret' }, /DATA_KEY: must be 32 bytes/],
        ['with the key of another database', { DATA_KEY: btoa('x'.repeat(32)) }, /not the key/],
      ])('%s serves nothing, and its log says why', async (_, settings, why) => {
        const { status, body, log } = await ask(settings)
        expect(status).toBe(503)
        expect(JSON.parse(body).error.code).toBe('unavailable')
        expect(log).toMatch(why)
        expect(log + body).not.toMatch(/secret|xxxx/)
      })
    })
  })
}
