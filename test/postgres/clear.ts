import { type Kysely, sql } from 'kysely'
import type { Tables } from '../../src/store/tables.ts'

/** Takes every row away; the schema stays. */
export async function clear(db: Kysely<Tables>): Promise<void> {
  const tables = (await db.introspection.getTables()).map(({ name }) => sql.table(name))
  await sql`truncate ${sql.join(tables)}`.execute(db)
}
