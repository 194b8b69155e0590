import type { Kysely } from 'kysely'
import { takenSteps } from './migrate.ts'
import { rowsOf } from './pages.ts'
import type { Tables } from './tables.ts'

/** The first line of a backup. `keys` are the sealing keys, where they were asked for. */
export type Heading = {
  kind: 'jiexu backup'
  at: string
  /** The steps that the schema has taken. */
  steps: readonly string[]
  keys?: readonly string[]
}

/** What follows: for each table its name and columns, then its rows; at the very end how many there were. */
export type Line =
  | Heading
  | { kind: 'table'; table: string; columns: readonly string[] }
  | (string | number | null)[]
  | { kind: 'end'; rows: number }

/**
 * Everything in the database as it is at one moment, line by line, while others go on writing. The
 * same lines whichever database it is, so that they can be restored into another kind.
 */
export async function* backupOf(
  db: Kysely<Tables>,
  at: string,
  keys?: readonly string[],
): AsyncGenerator<Line> {
  const transaction = await db
    .startTransaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute()
  try {
    const steps = await takenSteps(transaction)
    yield { kind: 'jiexu backup', at, steps, ...(keys && { keys }) }
    let count = 0
    for (const { name, columns } of await transaction.introspection.getTables()) {
      const names = columns.map((column) => column.name)
      yield { kind: 'table', table: name, columns: names }
      for await (const row of rowsOf(transaction, name)) {
        count++
        yield names.map((column) => plain(row[column]))
      }
    }
    yield { kind: 'end', rows: count }
  } finally {
    await transaction.rollback().execute()
  }
}

function plain(value: unknown): string | number | null {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value
  throw new Error(`a backup cannot hold a ${typeof value}`)
}
