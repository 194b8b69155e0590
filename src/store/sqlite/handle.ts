import { LRUCache } from 'lru-cache'
import type { Database, Statement } from 'sqlite3'
import sqlite3 from 'sqlite3'

/** A statement in SQL with the values of its question marks. */
export type Query = { sql: string; parameters: readonly unknown[] }

/** One open database file, as promises. Statements are prepared once and kept. */
export type Handle = {
  all(query: Query): Promise<Record<string, unknown>[]>
  run(query: Query): Promise<{ changes: number; lastId: number }>
  /** Runs all of them in one transaction, or none. */
  list(queries: readonly Query[]): Promise<void>
  exec(sql: string): Promise<void>
  close(): Promise<void>
}

/** Opens a database file, or `:memory:`. */
export async function openHandle(file: string): Promise<Handle> {
  const database = await new Promise<Database>((resolve, reject) => {
    const opened: Database = new sqlite3.Database(file, (error) =>
      error ? reject(error) : resolve(opened),
    )
  })
  const finalize = (statement: Statement) => statement.finalize()
  const prepared = new LRUCache<string, Statement>({ max: 200, dispose: finalize })

  const prepare = (sql: string): Promise<Statement> => {
    const known = prepared.get(sql)
    if (known) return Promise.resolve(known)
    return new Promise((resolve, reject) => {
      const statement = database.prepare(sql, (error: Error | null) => {
        if (error) return reject(error)
        prepared.set(sql, statement)
        resolve(statement)
      })
    })
  }

  const handle: Handle = {
    async all({ sql, parameters }) {
      const statement = await prepare(sql)
      return new Promise((resolve, reject) => {
        statement.all(parameters, (error: Error | null, rows: Record<string, unknown>[]) =>
          error ? reject(error) : resolve(rows),
        )
      })
    },
    async run({ sql, parameters }) {
      const statement = await prepare(sql)
      return new Promise((resolve, reject) => {
        statement.run(parameters, function (error) {
          error ? reject(error) : resolve({ changes: this.changes, lastId: this.lastID })
        })
      })
    },
    async list(queries) {
      await handle.exec('begin immediate')
      try {
        for (const query of queries) await handle.run(query)
        await handle.exec('commit')
      } catch (error) {
        // A commit that failed on a full disk or a lock may leave the transaction open.
        await handle.exec('rollback').catch(() => {})
        throw error
      }
    },
    exec: (sql) =>
      new Promise((resolve, reject) => {
        database.exec(sql, (error) => (error ? reject(error) : resolve()))
      }),
    close: () => {
      prepared.clear()
      return new Promise((resolve, reject) => {
        database.close((error) => (error ? reject(error) : resolve()))
      })
    },
  }
  return handle
}
