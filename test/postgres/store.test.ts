import { afterAll, beforeAll, describe } from 'vitest'
import { inTransaction } from '../../src/store/atomically.ts'
import { openDatabase } from '../../src/store/open.ts'
import { describeSteps } from '../store/describeSteps.ts'
import { describeStore, openAnother } from '../store/describeStore.ts'
import { clear } from './clear.ts'
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
    await clear(pglite.db)
    return { db: pglite.db, atomically: inTransaction(pglite.db), close: async () => {} }
  })

  describeSteps('PGlite', async (step) => {
    await pglite.begin(step)
    return { db: pglite.db, close: async () => {} }
  })
})

const postgres = await startPostgres()
describe.skipIf(!postgres)('Postgres', () => {
  let url: string
  let db: Awaited<ReturnType<typeof openDatabase>>
  beforeAll(async () => {
    url = await postgres!.newDatabase()
    db = await openDatabase(url)
  })
  afterAll(async () => {
    await db.destroy()
    await postgres!.stop()
  })

  describeStore('Postgres', async () => {
    await clear(db)
    const another = () => openAnother(url)
    return { db, another, atomically: inTransaction(db), close: async () => {} }
  })
})
