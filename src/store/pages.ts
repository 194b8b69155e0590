import { type Kysely, sql } from 'kysely'
import { isPostgres } from './postgres/dialect.ts'
import type { Tables } from './tables.ts'

type Row = Record<string, unknown>

/** As many rows are in memory at once; some hold a whole file. */
const pageSize = 20

/** All rows of a table, a few at a time, so that a table of any size can be read. To be used inside a transaction. */
export function rowsOf(db: Kysely<Tables>, table: string): AsyncGenerator<Row> {
  return isPostgres(db) ? byCursor(db, table) : byRowid(db, table)
}

async function* byCursor(db: Kysely<Tables>, table: string): AsyncGenerator<Row> {
  await sql`declare page no scroll cursor for select * from ${sql.table(table)}`.execute(db)
  for (;;) {
    const { rows } = await sql<Row>`fetch ${sql.lit(pageSize)} from page`.execute(db)
    yield* rows
    if (rows.length < pageSize) break
  }
  await sql`close page`.execute(db)
}

async function* byRowid(db: Kysely<Tables>, table: string): AsyncGenerator<Row> {
  let after = -1
  for (;;) {
    const { rows } = await sql<Row & { rowidOfPage: number }>`
      select rowid as "rowidOfPage", * from ${sql.table(table)}
      where rowid > ${after} order by rowid limit ${sql.lit(pageSize)}`.execute(db)
    for (const { rowidOfPage, ...row } of rows) {
      after = rowidOfPage
      yield row
    }
    if (rows.length < pageSize) return
  }
}
