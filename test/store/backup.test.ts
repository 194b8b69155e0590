import { execFile } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Kysely } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { inTransaction } from '../../src/store/atomically.ts'
import { backupOf, type Line } from '../../src/store/backup.ts'
import { readBackup, writeBackup } from '../../src/store/backupFile.ts'
import { eraseAgain } from '../../src/store/eraseAgain.ts'
import { sealFile } from '../../src/store/files.ts'
import { opensWith } from '../../src/store/keyMark.ts'
import { nodeEngine } from '../../src/store/nodeEngine.ts'
import { connectDatabase, openDatabase } from '../../src/store/open.ts'
import { restore } from '../../src/store/restore.ts'
import { createSeal } from '../../src/store/seal.ts'
import { createStore } from '../../src/store/store.ts'
import type { Tables } from '../../src/store/tables.ts'
import { testKey } from '../desk/desk.ts'
import { startPostgres } from '../postgres/server.ts'
import { startServer } from '../web/startServer.ts'
import { turn } from './describeStore.ts'

const folder = mkdtempSync(join(tmpdir(), 'jiexu-backup-'))
const postgres = await startPostgres()
afterAll(async () => {
  await postgres?.stop()
  rmSync(folder, { recursive: true, force: true })
})

let count = 0
const newFile = (name: string) => join(folder, `${++count}-${name}`)
const databases = {
  SQLite: async () => `sqlite:${newFile('jiexu.db')}`,
  ...(postgres && { Postgres: () => postgres.newDatabase() }),
}
const kinds = Object.keys(databases) as (keyof typeof databases)[]
const pairs = kinds.flatMap((from) => kinds.map((to) => [from, to] as const))

/** A store with a few conversations in it, and a file larger than a page of the database. */
async function openFilled(url: string) {
  const db = await openDatabase(url)
  const seal = await createSeal([testKey], nodeEngine)
  const store = createStore(db, inTransaction(db), seal)
  for (let number = 1; number <= 45; number++) {
    await store.commit(turn(`web:${number % 5}`, Math.ceil(number / 5), `event ${number}`))
  }
  const content = new Uint8Array(400_000).fill(7)
  const file = await sealFile(seal, { name: '凭证.pdf', type: 'x', content }, '2026-11-23', 'web:1')
  await store.keepFile(file.row)
  return { db, store }
}

async function everythingIn(db: Kysely<Tables>) {
  const lines: Record<string, string[]> = {}
  let table = ''
  for await (const line of backupOf(db, '')) {
    if (Array.isArray(line)) lines[table]!.push(JSON.stringify(line))
    else if (line.kind === 'table') {
      table = line.table
      lines[table] = []
    }
  }
  return Object.fromEntries(Object.entries(lines).map(([name, rows]) => [name, rows.sort()]))
}

describe.each(pairs)('a backup of %s, restored into %s', (from, to) => {
  test('holds every row of every table as it was', async () => {
    const { db } = await openFilled(await databases[from]!())
    const file = newFile('backup')
    await writeBackup(file, backupOf(db, '2026-11-23T01:00:00.000Z'))
    const other = await openDatabase(await databases[to]!())
    expect(await restore(other, readBackup(file))).toMatchObject({ at: '2026-11-23T01:00:00.000Z' })
    const [before, after] = [await everythingIn(db), await everythingIn(other)]
    expect(after).toEqual(before)
    expect(before.outbox).toHaveLength(45)
    await Promise.all([db.destroy(), other.destroy()])
  })
})

describe.each(kinds)('a backup of %s', (kind) => {
  test('is of one moment, while others go on writing', async () => {
    const { db, store } = await openFilled(await databases[kind]!())
    let [over, written] = [false, 0]
    const writing = ['a', 'b', 'c'].map(async (own) => {
      for (let seq = 1; !over; seq++) {
        await store.commit(turn(`web:${own}`, seq, `${own} ${seq}`))
        written++
      }
    })
    let seen = 45
    for (let round = 0; round < 5; round++) {
      for (const begun = written; written < begun + 5; ) await sleep(1)
      const { inbox, turn, outbox } = await everythingIn(db)
      expect(turn!.length).toBeGreaterThan(seen)
      expect([inbox!.length, outbox!.length]).toEqual([turn!.length, turn!.length])
      seen = turn!.length
    }
    over = true
    await Promise.all(writing)
    await db.destroy()
  })

  test('is never restored over anything', async () => {
    const { db } = await openFilled(await databases[kind]!())
    const before = await everythingIn(db)
    await expect(restore(db, backupOf(db, ''))).rejects.toThrow('not empty')
    expect(await everythingIn(db)).toEqual(before)
    await db.destroy()
  })

  test('that is cut off or damaged restores nothing', async () => {
    const { db } = await openFilled(await databases[kind]!())
    const file = newFile('backup')
    await writeBackup(file, backupOf(db, ''))
    const bytes = readFileSync(file)
    const empty = await openDatabase(await databases[kind]!())
    for (const length of [0, 10, 2_000, bytes.length - 20]) {
      const cut = newFile('cut')
      writeFileSync(cut, bytes.subarray(0, length))
      await expect(restore(empty, readBackup(cut))).rejects.toThrow()
    }
    async function* without(skipped: number): AsyncGenerator<Line> {
      let index = 0
      for await (const line of readBackup(file)) if (index++ !== skipped) yield line
    }
    await expect(restore(empty, without(30))).rejects.toThrow()
    await expect(restore(empty, without(0))).rejects.toThrow('no backup')
    expect(Object.values(await everythingIn(empty)).flat()).toEqual([])
    await restore(empty, readBackup(file))
    await Promise.all([db.destroy(), empty.destroy()])
  })
})

describe('npm run backup and npm run restore', () => {
  const script = (name: string) => join(import.meta.dirname, '../../src', name)
  const run = (where: string, name: string, ...given: string[]) =>
    promisify(execFile)(process.execPath, [script(name), ...given], {
      ...{ cwd: where, env: { PATH: process.env.PATH } },
    })
  test('a newer database that cannot tell who was erased stops a restore before it begins', async () => {
    const where = newFolder()
    const url = await databases.SQLite()
    const { db, store } = await openFilled(url)
    const seal = await createSeal([testKey], nodeEngine)
    await opensWith(db, seal)
    const file = newFile('backup')
    await writeBackup(file, backupOf(db, '2026-11-23T01:00:00.000Z', [testKey]))
    await store.erase('web:1')
    const into = join(where, 'data/jiexu.db')
    const restoring = (newer: string) => run(where, 'restore.ts', file, newer)

    const mistyped = newFile('mistyped.db')
    await expect(restoring(`sqlite:${mistyped}`)).rejects.toThrow('There is no database')
    const empty = await databases.SQLite()
    await (await openDatabase(empty)).destroy()
    await expect(restoring(empty)).rejects.toThrow('nobody was ever talked to')
    const others = await databases.SQLite()
    const other = await openDatabase(others)
    await opensWith(other, await createSeal([btoa('fedcba9876543210fedcba9876543210')], nodeEngine))
    await expect(restoring(others)).rejects.toThrow('sealed with a key that is not here')
    const before = await databases.SQLite()
    const older = await openDatabase(before)
    await opensWith(older, seal)
    await older.schema.dropTable('erased').execute()
    await expect(restoring(before)).rejects.toThrow('did not note yet')
    expect([existsSync(mistyped), existsSync(into)]).toEqual([false, false])

    const { stdout } = await restoring(url)
    expect(stdout).toContain('erased since, and now here too: 1')
    await Promise.all([db, other, older].map((one) => one.destroy()))
  }, 120_000)

  const newFolder = () => mkdtempSync(join(folder, 'server-'))
  type Opened = { chat: string; token: string }

  test('copy a server that is being talked to, and bring it back with all that it had acknowledged', async () => {
    const where = newFolder()
    const server = startServer(where)
    const origin = await server.listening
    const post = async (to: string, path: string, body: object, token = '') => {
      const headers = { Authorization: `Bearer ${token}` }
      const sent = { method: 'POST', headers, body: JSON.stringify(body) }
      return fetch(`${to}/api/chats${path}`, sent)
    }
    const people: Opened[] = []
    for (let number = 0; number < 4; number++) {
      people.push((await (await post(origin, '', {})).json()) as Opened)
    }
    const acknowledged = people.map(() => 0)
    let over = false
    const talking = people.map(async ({ chat, token }, who) => {
      for (let number = 1; !over; number++) {
        const body = { id: `m${number}`, text: `你好${number}` }
        const { status } = await post(origin, `/${chat}/messages`, body, token)
        if (status !== 200) throw new Error(`answered ${status}`)
        acknowledged[who] = number
      }
    })
    while (acknowledged.some((number) => number < 3)) await sleep(10)
    const before = [...acknowledged]
    const file = join(where, 'copies/one.gz')
    const { stdout } = await run(where, 'backup.ts', file)
    const withKey = join(where, 'copies/whole.gz')
    await run(where, 'backup.ts', '--with-key', withKey)
    over = true
    await Promise.all(talking)
    server.kill('SIGTERM')
    await server.ended

    expect(stdout).toContain('the key is not in it')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const key = readFileSync(join(where, 'data/key'), 'utf8').trim()
    const holdsKey = async (name: string) => {
      for await (const line of readBackup(name)) if (JSON.stringify(line).includes(key)) return true
      return false
    }
    expect([await holdsKey(file), await holdsKey(withKey)]).toEqual([false, true])

    const elsewhere = newFolder()
    await run(elsewhere, 'restore.ts', withKey)
    expect(statSync(join(elsewhere, 'data/key')).mode & 0o777).toBe(0o600)
    await expect(run(elsewhere, 'restore.ts', withKey)).rejects.toThrow('not empty')
    const again = startServer(elsewhere)
    const restored = await again.listening
    for (const [who, { chat, token }] of people.entries()) {
      const headers = { Authorization: `Bearer ${token}` }
      const answer = await fetch(`${restored}/api/chats/${chat}`, { headers })
      const { messages } = (await answer.json()) as { messages: { from: string; text: string }[] }
      const heard = messages.filter(({ from }) => from === 'user').map(({ text }) => text)
      expect(heard.length).toBeGreaterThanOrEqual(before[who]!)
      expect(heard).toEqual(heard.map((_, index) => `你好${index + 1}`))
    }
    again.kill('SIGKILL')
    await again.ended
  }, 120_000)

  test('say in one line why they do nothing', async () => {
    const where = newFolder()
    await expect(run(where, 'backup.ts')).rejects.toThrow('There is no database data/jiexu.db')
    writeFileSync(join(where, 'note'), 'no backup')
    await expect(run(where, 'restore.ts', 'note')).rejects.toThrow('could not be restored')
    await expect(run(where, 'restore.ts', 'nope.gz')).rejects.toThrow('could not be restored')
    await expect(run(where, 'rehearse.ts')).rejects.toThrow('There is no database data/jiexu.db')
    expect(existsSync(join(where, 'data/jiexu.db'))).toBe(false)
  }, 120_000)

  test('a backup overwrites nothing', async () => {
    const where = newFolder()
    mkdirSync(join(where, 'data'))
    await (await openDatabase(`sqlite:${join(where, 'data/jiexu.db')}`)).destroy()
    const kept = join(where, 'kept.gz')
    writeFileSync(kept, 'the one of before')
    await expect(run(where, 'backup.ts', kept)).rejects.toThrow(`there is a file ${kept} already`)
    expect(readFileSync(kept, 'utf8')).toBe('the one of before')
  }, 120_000)
})

describe('what was erased since the backup', () => {
  test('is erased again in what is restored, with what was joined to it, and nothing else', async () => {
    const url = await databases.SQLite()
    const { db, store } = await openFilled(url)
    await store.erase('web:4')
    await store.commit(turn('web:4', 1, 'came back'))
    await sleep(5)
    const at = new Date().toISOString()
    const lines: Line[] = []
    for await (const line of backupOf(db, at)) lines.push(line)
    await store.claimJoin('web:2', 'web:1')
    await store.join('web:2', 'web:1')
    await store.erase('web:1')
    const rows = await db.selectFrom('erased').selectAll().execute()
    expect(rows).toHaveLength(3)
    expect(JSON.stringify(rows)).not.toContain('web:')

    const into = connectDatabase(await databases.SQLite())
    await restore(into, Readable.from(lines))
    const restored = createStore(into, inTransaction(into), await createSeal([testKey], nodeEngine))
    expect(await eraseAgain(restored, store, at)).toBe(2)
    const left = await restored.lastTurns('', 10)
    expect(left.map(({ conversation }) => conversation)).toEqual(['web:0', 'web:3', 'web:4'])
    expect(await into.selectFrom('file').select('id').execute()).toEqual([])
    await into.destroy()
    await db.destroy()
  })
})
