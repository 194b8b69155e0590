import { afterAll, beforeAll, describe } from 'vitest'
import { inTransaction } from '../../src/store/atomically.ts'
import { openDatabase } from '../../src/store/open.ts'
import { describeSteps } from '../store/describeSteps.ts'
import { describeStore, openAnother } from '../store/describeStore.ts'
import { openPglite } from './pglite.ts'
import { startPostgres } from './server.ts'

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

  describeSteps('PGlite', async (step) => {
    await pglite.begin(step)
    return { db: pglite.db, close: async () => {} }
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
    const url = await postgres!.newDatabase(empty)
    const db = await openDatabase(url)
    const another = () => openAnother(url)
    return { db, another, atomically: inTransaction(db), close: () => db.destroy() }
  })
})
