import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inTransaction } from '../../src/store/atomically.ts'
import { migrate } from '../../src/store/migrate.ts'
import { connectDatabase, openDatabase } from '../../src/store/open.ts'
import { describeSteps } from './describeSteps.ts'
import { describeStore, openAnother } from './describeStore.ts'

describeStore('an SQLite file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jiexu-store-'))
  const url = `sqlite:${join(folder, 'jiexu.db')}`
  const db = await openDatabase(url)
  return {
    db,
    atomically: inTransaction(db),
    another: () => openAnother(url),
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

describeSteps('SQLite', async (step) => {
  const db = connectDatabase('sqlite::memory:')
  await migrate(db, step)
  return { db, close: () => db.destroy() }
})
