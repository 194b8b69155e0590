import { type Kysely, sql } from 'kysely'
import type { Heading, Line } from './backup.ts'
import { migrate } from './migrate.ts'
import { migrations } from './migrations.ts'
import type { Tables } from './tables.ts'

/** So many values in one statement; SQLite takes 32,766, Postgres 65,535. */
const mostValues = 2_000

/**
 * Brings a backup into an empty database, all of it or nothing, and then the schema up to date.
 * Returns its heading. Throws where it is no backup, a damaged one, or the database is not empty.
 */
export async function restore(db: Kysely<Tables>, lines: AsyncIterable<Line>): Promise<Heading> {
  if (await holdsAnything(db)) {
    throw new Error('the database is not empty; a backup is restored only into an empty one')
  }
  const reading = lines[Symbol.asyncIterator]()
  const heading = await headingOf(reading)
  await migrate(db, heading.steps.at(-1))
  await db.transaction().execute(async (transaction) => {
    let into: { table: string; columns: readonly string[] } | null = null
    let [rows, count] = [[] as unknown[][], 0]
    const write = async () => {
      if (into && rows.length > 0) await insert(transaction, into.table, into.columns, rows)
      rows = []
    }
    for (;;) {
      const { value: line, done } = await reading.next()
      if (done) throw new Error('the backup is cut off')
      if (Array.isArray(line)) {
        rows.push(line)
        count++
        if (rows.length * line.length >= mostValues) await write()
        continue
      }
      await write()
      if (line.kind === 'table') into = line
      if (line.kind !== 'end') continue
      if (line.rows !== count) throw new Error('the backup lacks rows')
      return
    }
  })
  await migrate(db)
  return heading
}

async function headingOf(reading: AsyncIterator<Line>): Promise<Heading> {
  const { value } = await reading.next()
  if (value?.kind !== 'jiexu backup') throw new Error('that file is no backup')
  const heading: Heading = value
  const unknown = heading.steps.filter((step) => !(step in migrations))
  if (unknown.length > 0) {
    throw new Error(`the backup was made by a newer version, which knows ${unknown.join()}`)
  }
  return heading
}

async function holdsAnything(db: Kysely<Tables>): Promise<boolean> {
  for (const { name } of await db.introspection.getTables()) {
    const { rows } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(db)
    if (rows.length > 0) return true
  }
  return false
}

async function insert(
  db: Kysely<Tables>,
  table: string,
  columns: readonly string[],
  rows: readonly unknown[][],
): Promise<void> {
  const values = rows.map((row) => sql`(${sql.join(row)})`)
  const names = columns.map((column) => sql.ref(column))
  await sql`insert into ${sql.table(table)} (${sql.join(names)}) values ${sql.join(values)}`.execute(
    db,
  )
}
