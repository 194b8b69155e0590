import { LRUCache } from 'lru-cache'
import type { Database, Statement } from 'sqlite3'
import sqlite3 from 'sqlite3'

/** One open database file, as promises. Statements are prepared once and kept. */
export type Handle = {
  all(sql: string, parameters: readonly unknown[]): Promise<Record<string, unknown>[]>
  run(sql: string, parameters: readonly unknown[]): Promise<{ changes: number; lastId: number }>
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

  return {
    async all(sql, parameters) {
      const statement = await prepare(sql)
      return new Promise((resolve, reject) => {
        statement.all(parameters, (error: Error | null, rows: Record<string, unknown>[]) =>
          error ? reject(error) : resolve(rows),
        )
      })
    },
    async run(sql, parameters) {
      const statement = await prepare(sql)
      return new Promise((resolve, reject) => {
        statement.run(parameters, function (error) {
          error ? reject(error) : resolve({ changes: this.changes, lastId: this.lastID })
        })
      })
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
}
