import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inTransaction } from '../../src/store/atomically.ts'
import { openDatabase } from '../../src/store/open.ts'
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
