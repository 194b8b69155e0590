import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createRecord } from '../../src/desk/record.ts'
import { inTransaction } from '../../src/store/atomically.ts'
import { openDatabase } from '../../src/store/open.ts'
import { createPostgresLive } from '../../src/store/postgres/live.ts'
import { application, documentsWith, standingClock } from '../desk/desk.ts'
import { signIn } from '../desk/openDesk.ts'
import { openApp } from '../openApp.ts'
import { type Answer, openChat } from '../web/client.ts'
import { startPostgres } from './server.ts'

type App = Awaited<ReturnType<typeof openApp>>
type Person = Awaited<ReturnType<typeof openChat>>

const postgres = await startPostgres()

describe.skipIf(!postgres)('two processes on one Postgres', () => {
  let empty: string
  let url: string
  let [a, b] = [] as unknown as [App, App]

  beforeAll(async () => {
    empty = await postgres!.newDatabase()
    await (await openDatabase(empty)).destroy()
  })
  afterAll(() => postgres!.stop())
  beforeEach(async () => {
    url = await postgres!.newDatabase(empty)
    a = await openApp({ DATABASE_URL: url })
    b = await openApp({ DATABASE_URL: url })
  })
  afterEach(async () => {
    await a.close()
    await b.close()
  })

  /** The same person's way to another process. */
  const at = ({ app }: App, { chat, headers }: Person) => ({
    post: (id: string, text: string) =>
      app.request(`/api/chats/${chat}/messages`, {
        ...{ method: 'POST', headers, body: JSON.stringify({ id, text }) },
      }),
    get: (path = '') => app.request(`/api/chats/${chat}${path}`, { headers }),
    read: async (): Promise<Answer> =>
      (await app.request(`/api/chats/${chat}`, { headers })).json(),
  })

  const lastOf = ({ opened }: Person) => opened.messages.at(-1)!.seq

  /** Asks every process's connections to end, as a restart of the database does. */
  const cutAll = () =>
    postgres!.ask(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = '${new URL(url).pathname.slice(1)}' and pid <> pg_backend_pid()`)

  /** Listens like a page, which comes back whenever its stream ends; resolves once it has read `word`. */
  async function hear(app: App, person: Person, word: string, isOpen: () => void): Promise<void> {
    for (;;) {
      const page = await at(app, person).get(`/events?after=${lastOf(person)}`)
      if (page.status !== 200) continue
      const reader = page.body!.pipeThrough(new TextDecoderStream()).getReader()
      let text = ''
      for (let done = false; !done && !text.includes(word); ) {
        const read = await reader.read()
        isOpen()
        text += read.value ?? ''
        done = read.done
      }
      await reader.cancel()
      if (text.includes(word)) return
    }
  }

  test('a page that is open at one hears of a turn taken at the other', async () => {
    const person = await openChat(a)
    let hearing = Promise.resolve()
    await new Promise<void>((isOpen) => {
      hearing = hear(a, person, '我要不要转社保', isOpen)
    })
    expect((await at(b, person).post('m1', '我要不要转社保')).status).toBe(200)
    await hearing
  })

  test('a conversation goes on at either, and neither shows an older standing', async () => {
    const person = await openChat(a)
    const both = [at(a, person), at(b, person)]
    await both[0]!.post('m0', '养老保险转入')
    const words = ['同意', '外省企业保险', '我叫张三', '11010519491231002X', '1101234567']
    for (const [index, text] of words.entries()) {
      const response = await both[(index + 1) % 2]!.post(`w${index}`, text)
      const { state }: Answer = await response.json()
      for (const one of both) expect((await one.read()).state).toEqual(state)
    }
    const { state } = await both[0]!.read()
    expect(state).toMatchObject({ field: 'householdAddress', answers: { name: '张三' } })
  })

  test('of the same message at both at once there is one turn, and both give its answer', async () => {
    const person = await openChat(a)
    for (let count = 0; count < 10; count++) {
      const sent = await Promise.all(
        [a, b, a].map((one) => at(one, person).post(`m${count}`, '你好')),
      )
      const answers = await Promise.all(sent.map((response) => response.json()))
      expect(answers[1]).toEqual(answers[0])
      expect(answers[2]).toEqual(answers[0])
    }
    expect((await a.store.turnAt(`web:${person.chat}`))?.seq).toBe(11)
  })

  test('many messages of one chat at both at once each have their turn', async () => {
    const person = await openChat(a)
    const sent = Array.from({ length: 24 }, (_, index) =>
      at(index % 2 ? a : b, person).post(`m${index}`, `你好${index}`),
    )
    for (const response of await Promise.all(sent)) expect(response.status).toBe(200)
    const turns = await b.store.turns(`web:${person.chat}`, 0)
    expect(turns.map(({ seq }) => seq)).toEqual(Array.from({ length: 25 }, (_, at) => at + 1))
    expect(new Set(turns.map(({ eventId }) => eventId)).size).toBe(25)
  })

  test('what one erases the other neither shows nor brings back', async () => {
    for (let count = 0; count < 5; count++) {
      const person = await openChat(a)
      const conversation = `web:${person.chat}`
      await at(b, person).post('first', '你好')
      const talking = Array.from({ length: 12 }, async (_, index) => {
        await sleep(index)
        return at(index % 2 ? a : b, person).post(`m${index}`, '你好')
      })
      await sleep(6)
      expect((await person.erase()).status).toBe(200)
      const statuses = new Set((await Promise.all(talking)).map(({ status }) => status))
      expect([...statuses].filter((status) => ![200, 404].includes(status))).toEqual([])
      expect((await at(b, person).get()).status).toBe(404)
      expect((await at(b, person).post('after', '你好')).status).toBe(404)
      for (const table of ['inbox', 'turn', 'outbox'] as const) {
        const left = await a.db
          .selectFrom(table)
          .select('conversationId')
          .where('conversationId', '=', conversation)
          .execute()
        expect(left).toEqual([])
      }
    }
  })

  test('who signs in at one is signed in at the other, until they sign out', async () => {
    const headers = await signIn(a.desk)
    const list = () => b.app.request('/desk/applications', { headers })
    expect((await list()).status).toBe(200)
    await a.app.request('/desk/sign-out', { method: 'POST', headers })
    expect((await list()).status).toBe(401)
  })

  test('what clerks do at both at once is told once each, in the order of its commits', async () => {
    const clock = standingClock('2026-11-23T09:00:00+08:00')
    const records = [a, b].map(({ db, seal }) =>
      createRecord({
        ...{ db, seal, clock, atomically: inTransaction(db) },
        makeDocument: documentsWith(seal, clock),
      }),
    )
    const serials = await Promise.all(
      Array.from({ length: 16 }, async (_, index) => {
        const receipt = await records[index % 2]!.submit(application(), `key ${index}`)
        return receipt.kind === 'received' ? receipt.serial : ''
      }),
    )
    const follower = records[0]!
    const seen: string[] = []
    let cursor: string | null = null
    const follow = async () => {
      const answer = await follower.changes(cursor)
      cursor = answer.cursor
      seen.push(...answer.changes.map(({ status }) => status.serial))
    }
    const acting = Promise.all(
      serials.flatMap((serial) =>
        records.map((record) => record.act(serial, 'accept', {}, '王芳')),
      ),
    )
    let done = false
    void acting.finally(() => {
      done = true
    })
    while (!done) await follow()
    const acted = await acting
    await follow()
    expect(acted.filter(({ kind }) => kind === 'done')).toHaveLength(16)
    expect(seen.sort()).toEqual([...serials].sort())
  })

  test('a database that ends all connections costs nothing that was acknowledged', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => openChat(a)))
    const kept = new Map(people.map(({ chat }) => [chat, [] as string[]]))
    const statuses = new Set<number>()
    let over = false
    const talking = people.map(async (person, who) => {
      for (let count = 0; !over || count < 10; count++) {
        const id = `m${count}`
        let response: Response | undefined
        for (let tries = 0; response?.status !== 200 && tries < 100; tries++) {
          response = await at((who + tries) % 2 ? a : b, person).post(id, '你好')
          statuses.add(response.status)
          if (response.status === 503) {
            expect(await response.json()).toMatchObject({ error: { code: 'unavailable' } })
          }
        }
        kept.get(person.chat)!.push(id)
      }
    })
    for (let cut = 0; cut < 8; cut++) {
      await sleep(60)
      await cutAll()
    }
    over = true
    await Promise.all(talking)
    expect([...statuses].filter((status) => ![200, 503].includes(status))).toEqual([])
    for (const person of people) {
      const turns = await a.store.turns(`web:${person.chat}`, 2)
      const heard = turns.map(({ eventId }) => eventId.split('#')[1])
      expect(heard).toEqual(kept.get(person.chat))
    }
  })

  test('a commit whose answer is lost on the way is found to have happened', async () => {
    const direct = new URL(url)
    let toLose = 0
    const between = createServer((client) => {
      const server = connect(Number(direct.port), direct.hostname)
      client.on('error', () => {}).on('close', () => server.destroy())
      server.on('error', () => {}).on('close', () => client.destroy())
      server.pipe(client)
      client.on('data', async (bytes) => {
        server.write(bytes)
        if (toLose === 0 || !bytes.includes('commit')) return
        toLose--
        server.unpipe(client)
        // The server gets to commit before it hears that nobody waits for it any more.
        await sleep(50)
        client.destroy()
      })
    })
    between.listen(0, '127.0.0.1')
    await once(between, 'listening')
    const indirect = new URL(url)
    indirect.port = String((between.address() as AddressInfo).port)
    const c = await openApp({ DATABASE_URL: indirect.href })
    const person = await openChat(c)
    for (let count = 0; count < 5; count++) {
      toLose = 1
      expect((await at(c, person).post(`m${count}`, '你好')).status).toBe(200)
      expect(toLose).toBe(0)
    }
    const turns = await a.store.turns(`web:${person.chat}`, 2)
    expect(turns.map(({ eventId }) => eventId.split('#')[1])).toEqual([
      ...['m0', 'm1', 'm2', 'm3', 'm4'],
    ])
    expect(
      await a.db.selectFrom('inbox').select('pending').where('pending', '=', 1).execute(),
    ).toEqual([])
    await c.close()
    between.close()
  })

  test('while the database is away people are told so; once it is back all goes on', async () => {
    const person = await openChat(a)
    let hearing = Promise.resolve()
    await new Promise<void>((isOpen) => {
      hearing = hear(b, person, '我要不要转社保', isOpen)
    })
    await postgres!.crash()
    const refused = await at(a, person).post('m1', '我要不要转社保')
    expect(refused.status).toBe(503)
    expect(await refused.json()).toMatchObject({
      error: { code: 'unavailable', message: expect.stringContaining('没有丢') },
    })
    await postgres!.start()
    let response = await at(a, person).post('m1', '我要不要转社保')
    while (response.status === 503) response = await at(a, person).post('m1', '我要不要转社保')
    expect(response.status).toBe(200)
    await hearing
    await a.sweep()
  })

  test.each([0, 1, 5, 20])(
    'a process that leaves %i ms after it began to listen is gone',
    async (wait) => {
      const live = createPostgresLive(url)
      await sleep(wait)
      await live.close()
    },
  )

  test('many that start at once on a new database migrate it once', async () => {
    const fresh = await postgres!.newDatabase()
    const opened = await Promise.all(Array.from({ length: 5 }, () => openDatabase(fresh)))
    const { length } = await opened[0]!.introspection.getTables()
    expect(length).toBeGreaterThan(8)
    await Promise.all(opened.map((db) => db.destroy()))
  })
})
