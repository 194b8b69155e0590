import { spawnSync } from 'node:child_process'
import { randomFillSync } from 'node:crypto'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/store/open.ts'
import { openHandle } from '../../src/store/sqlite/handle.ts'
import { standingClock } from '../desk/desk.ts'
import { deskPassword, openApp } from '../openApp.ts'
import { type Answer, openChat } from '../web/client.ts'
import { startServer } from '../web/startServer.ts'

const cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'jiexu-faults-'))
  cleanUp.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
async function open(more: Parameters<typeof openApp>[1] = {}, settings = {}) {
  const app = await openApp(settings, more)
  cleanUp.push(() => app.close())
  return app
}

type Person = Awaited<ReturnType<typeof openChat>>
const heard = async (person: Person) => {
  const { messages }: Answer = await (await person.get()).json()
  return messages.filter(({ from }) => from === 'user').map(({ text }) => text)
}
const refused = async (response: Response | Promise<Response>) => {
  expect((await response).status).toBe(503)
  expect(await (await response).json()).toMatchObject({
    error: { code: 'unavailable', message: expect.stringContaining('没有丢') },
  })
}

describe('a database that is full', () => {
  test('says so, still shows what is in it, and goes on where it was once there is room', async () => {
    const app = await open()
    const person = await openChat(app)
    await person.send({ id: 'before', text: '你好' })
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(app.db)
    await sql`pragma max_page_count = ${sql.lit(rows[0]!.page_count)}`.execute(app.db)
    let count = 0
    while ((await person.post({ id: `m${count}`, text: `第${count}句` })).status === 200) count++
    await refused(person.post({ id: `m${count}`, text: `第${count}句` }))
    const kept = ['你好', ...Array.from({ length: count }, (_, index) => `第${index}句`)]
    expect(await heard(person)).toEqual(kept)
    await app.sweep().catch(() => {})
    await sql`pragma max_page_count = 1000000`.execute(app.db)
    await person.send({ id: `m${count}`, text: `第${count}句` })
    await person.send({ id: 'after', text: '好了' })
    expect(await heard(person)).toEqual([...kept, `第${count}句`, '好了'])
    await app.sweep()
    const pending = await app.db.selectFrom('inbox').select('eventId').where('pending', '=', 1)
    expect(await pending.execute()).toEqual([])
  })

  const disk = mkdtempSync(join(tmpdir(), 'jiexu-disk-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2500k', 'tmpfs', disk])
  test.skipIf(mounted.status !== 0)('on a disk that is full, the same', async () => {
    cleanUp.push(() => {
      spawnSync('umount', [disk])
      rmSync(disk, { recursive: true, force: true })
    })
    const app = await open({}, { DATABASE_URL: `sqlite:${join(disk, 'jiexu.db')}` })
    const person = await openChat(app)
    let count = 0
    while ((await person.post({ id: `m${count}`, text: `第${count}句` })).status === 200) count++
    await refused(person.post({ id: `m${count}`, text: `第${count}句` }))
    expect(await heard(person)).toHaveLength(count)
    spawnSync('mount', ['-o', 'remount,size=64m', disk])
    await person.send({ id: `m${count}`, text: `第${count}句` })
    expect(await heard(person)).toEqual(Array.from({ length: count + 1 }, (_, at) => `第${at}句`))
  })
})

describe('a database that another program has locked', () => {
  test('makes people wait while that is short, and says so where it is not', async () => {
    const app = await open()
    const person = await openChat(app)
    const other = await openHandle(join(app.folder, 'jiexu.db'))
    cleanUp.push(() => other.close())

    await other.exec('begin immediate')
    const waiting = person.post({ id: 'short', text: '短' })
    await sleep(200)
    await other.exec('rollback')
    expect((await waiting).status).toBe(200)

    await sql`pragma busy_timeout = 50`.execute(app.db)
    await other.exec('begin immediate')
    await refused(person.post({ id: 'long', text: '长' }))
    expect(await heard(person)).toEqual(['短'])
    await other.exec('rollback')
    await person.send({ id: 'long', text: '长' })
    expect(await heard(person)).toEqual(['短', '长'])
  })
})

describe('a clock that jumps back and forth by hours', () => {
  const hour = 3_600_000
  test('changes nothing about what was said, or in which order', async () => {
    const clock = standingClock('2026-11-27T09:00:00+08:00')
    const app = await open({ clock })
    const person = await openChat(app)
    const said: string[] = []
    for (const [index, hours] of [0, 5, -9, 3, -1, 7, -12].entries()) {
      clock.move(hours * hour)
      said.push(`第${index}句`)
      await person.send({ id: `m${index}`, text: `第${index}句` })
      await app.sweep()
    }
    expect(await heard(person)).toEqual(said)
    const { messages }: Answer = await (await person.get()).json()
    expect(messages.map(({ seq }) => seq)).toEqual(
      messages.map(({ seq }) => seq).sort((a, b) => a - b),
    )
  })

  test('makes nobody wait for hours who was not too fast', async () => {
    const clock = standingClock('2026-11-27T09:00:00+08:00')
    const app = await open({ clock }, { RATE_LIMIT: 'on' })
    const person = await openChat(app)
    await person.send({ id: 'm1', text: '你好' })
    clock.move(-3 * hour)
    await person.send({ id: 'm2', text: '你好' })
    for (let count = 0; count < 120; count++) await person.post({ id: 'm2', text: '你好' })
    const late = await person.post({ id: 'm2', text: '你好' })
    expect([late.status, Number(late.headers.get('Retry-After')) < 60]).toEqual([429, true])

    const signIn = (password: string) =>
      app.app.request('/desk/sign-in', {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ password, clerk: '王芳' }),
      })
    for (let count = 0; count < 6; count++) await signIn('wrong')
    expect((await signIn(deskPassword)).status).toBe(429)
    clock.move(-3 * hour)
    expect((await signIn(deskPassword)).status).toBe(200)
  })

  test('keeps what is owed, and does it once', async () => {
    const clock = standingClock('2026-11-27T09:00:00+08:00')
    const app = await open({ clock })
    const person = await openChat(app)
    await person.send({ text: '转人工' })
    clock.move(-5 * hour)
    await app.sweep()
    clock.move(5 * hour)
    await app.sweep()
    const owed = await app.db
      .selectFrom('outbox')
      .select('id')
      .where('sentAt', 'is', null)
      .execute()
    expect(owed).toEqual([])
    expect(await app.db.selectFrom('handoff').selectAll().execute()).toHaveLength(1)
  })
})

describe('a power cut', () => {
  /** Whatever comes after the last commit in the log was never told anybody: it may be lost, or be anything. */
  function loseTail(log: string): void {
    const bytes = readFileSync(log)
    if (bytes.length < 32) return
    const frame = 24 + bytes.readUInt32BE(8)
    let end = 32
    for (let at = 32; at + frame <= bytes.length; at += frame) {
      const isOwn = bytes.subarray(at + 8, at + 16).equals(bytes.subarray(16, 24))
      if (!isOwn) break
      if (bytes.readUInt32BE(at + 4) > 0) end = at + frame
    }
    randomFillSync(bytes.subarray(end))
    writeFileSync(log, Buffer.concat([bytes, randomFillSync(Buffer.alloc(5_000))]))
  }

  test('at any moment loses nothing that was acknowledged', async () => {
    const where = newFolder()
    const server = startServer(where)
    cleanUp.push(async () => {
      server.kill('SIGKILL')
      await server.ended
    })
    const origin = await server.listening
    const acknowledged: string[] = []
    let over = false
    const talking = Array.from({ length: 8 }, async () => {
      const opened = await fetch(`${origin}/api/chats`, { method: 'POST' })
      const { chat, token } = (await opened.json()) as { chat: string; token: string }
      const headers = { Authorization: `Bearer ${token}` }
      for (let count = 0; !over; count++) {
        const body = JSON.stringify({ id: `m${count}`, text: '你好' })
        const sent = { method: 'POST', headers, body }
        const response = await fetch(`${origin}/api/chats/${chat}/messages`, sent)
        if (response.status === 200) acknowledged.push(`web:${chat}#m${count}`)
      }
    })
    for (let cut = 0; cut < 6; cut++) {
      const begun = acknowledged.length
      while (acknowledged.length < begun + 20) await sleep(3)
      const copy = newFolder()
      server.kill('SIGSTOP')
      const promised = [...acknowledged]
      for (const name of ['jiexu.db', 'jiexu.db-wal']) {
        const file = join(where, 'data', name)
        if (existsSync(file)) copyFileSync(file, join(copy, name))
      }
      server.kill('SIGCONT')
      loseTail(join(copy, 'jiexu.db-wal'))
      const db = await openDatabase(`sqlite:${join(copy, 'jiexu.db')}`)
      const { rows } = await sql`pragma integrity_check`.execute(db)
      expect(rows).toEqual([{ integrity_check: 'ok' }])
      const turns = await db.selectFrom('turn').select('eventId').execute()
      const taken = new Set(turns.map(({ eventId }) => eventId))
      expect(promised.filter((id) => !taken.has(id))).toEqual([])
      expect(taken.size).toBeGreaterThanOrEqual(20)
      await db.destroy()
    }
    over = true
    await Promise.all(talking)
  }, 120_000)
})
