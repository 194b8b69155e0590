import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { inTransaction } from '../../src/store/atomically.ts'
import { openDatabase } from '../../src/store/open.ts'
import { openPglite } from '../postgres/pglite.ts'
import { startPostgres } from '../postgres/server.ts'
import { describeStore } from './describeStore.ts'

describeStore('an SQLite file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jiexu-store-'))
  const db = await openDatabase(`sqlite:${join(folder, 'jiexu.db')}`)
  return {
    db,
    atomically: inTransaction(db),
    async written() {
      const files = await readdir(folder)
      return Buffer.concat(await Promise.all(files.map((name) => readFile(join(folder, name)))))
    },
    async close() {
      await db.destroy()
      await rm(folder, { recursive: true })
    },
  }
})

describeStore('SQLite in memory', async () => {
  const db = await openDatabase('sqlite::memory:')
  return { db, atomically: inTransaction(db), close: () => db.destroy() }
})

describe('PGlite', () => {
  let pglite: Awaited<ReturnType<typeof openPglite>>
  beforeAll(async () => {
    pglite = await openPglite()
    await pglite.begin()
  })
  afterAll(() => pglite.close())

  describeStore('PGlite', async () => {
    await pglite.clear()
    return { db: pglite.db, atomically: inTransaction(pglite.db), close: async () => {} }
  })
})

const postgres = await startPostgres()
describe.skipIf(!postgres)('Postgres', () => {
  let empty: string
  beforeAll(async () => {
    empty = await postgres!.newDatabase()
    await (await openDatabase(empty)).destroy()
  })
  afterAll(() => postgres!.stop())

  describeStore('Postgres', async () => {
    const db = await openDatabase(await postgres!.newDatabase(empty))
    return { db, atomically: inTransaction(db), close: () => db.destroy() }
  })
})
