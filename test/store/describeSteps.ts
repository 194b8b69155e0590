import type { ColumnMetadata, Kysely, TableMetadata } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import { migrate } from '../../src/store/migrate.ts'
import { migrations } from '../../src/store/migrations.ts'
import type { Tables } from '../../src/store/tables.ts'

type Row = Record<string, string | number>
/** Any table by its name: the schema is what is tested here. */
type AnyTables = Record<string, Row>

/** A database of one test's own, its schema as far as one step. */
export type OpenAt = (step: string) => Promise<{ db: Kysely<Tables>; close(): Promise<void> }>

const names = Object.keys(migrations).sort()

/**
 * While a new version comes up, the one before still runs on the same database: so each step leaves
 * every statement of the version before as good as it was.
 */
export function describeSteps(name: string, openAt: OpenAt): void {
  describe(`the steps of the schema on ${name}`, () => {
    let close = async () => {}
    afterEach(() => close())
    const open = async (step: string) => {
      const opened = await openAt(step)
      close = opened.close
      return { db: opened.db, any: opened.db as unknown as Kysely<AnyTables> }
    }

    test.each(names.slice(1).map((step, index) => [step, names[index]!] as const))(
      '%s leaves the version before it, %s, at work',
      async (step, before) => {
        const { db, any } = await open(before)
        const tables = await db.introspection.getTables()
        for (const table of tables) await write(any, table, 1)
        await migrate(db, step)
        for (const table of tables) {
          expect(await read(any, table, 1)).toEqual(rowOf(table, 1))
          await write(any, table, 2)
          expect(await read(any, table, 2)).toEqual(rowOf(table, 2))
          await change(any, table)
        }
      },
    )

    test('a version starts also where a newer one has been', async () => {
      const { db, any } = await open(names[1]!)
      const row = { name: '999-of-a-newer-version', timestamp: '2026-11-23T01:00:00.000Z' }
      await any.insertInto('kysely_migration').values(row).execute()
      await migrate(db)
      const tables = (await db.introspection.getTables()).map((table) => table.name)
      expect(tables).toContain('look')
    })
  })
}

const cellOf = ({ name, dataType }: ColumnMetadata, number: number): string | number =>
  /int/i.test(dataType) ? number : `${name} ${number}`

const rowOf = ({ columns }: TableMetadata, number: number): Row =>
  Object.fromEntries(columns.map((column) => [column.name, cellOf(column, number)]))

const write = (db: Kysely<AnyTables>, table: TableMetadata, number: number) =>
  db
    .insertInto(table.name)
    .values(rowOf(table, number))
    .onConflict((conflict) => conflict.doNothing())
    .execute()

/** Reads all columns that the version before knows, by the first of them. */
const read = (db: Kysely<AnyTables>, { name, columns }: TableMetadata, number: number) =>
  db
    .selectFrom(name)
    .select(columns.map((column) => column.name))
    .where(columns[0]!.name, '=', cellOf(columns[0]!, number))
    .executeTakeFirst()

async function change(db: Kysely<AnyTables>, { name, columns }: TableMetadata): Promise<void> {
  const [key, ...others] = columns
  for (const column of others) {
    const changed = await db
      .updateTable(name)
      .set({ [column.name]: cellOf(column, 3) })
      .where(key!.name, '=', cellOf(key!, 2))
      .returning(key!.name)
      .execute()
    expect(changed).toHaveLength(1)
  }
  await db.deleteFrom(name).where(key!.name, '=', cellOf(key!, 1)).execute()
}
