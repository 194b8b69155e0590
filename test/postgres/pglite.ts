import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, sql } from 'kysely'
import { migrate } from '../../src/store/migrate.ts'
import { postgresDialect } from '../../src/store/postgres/dialect.ts'
import type { Tables } from '../../src/store/tables.ts'

/** A Postgres in this very process: the same statements, one connection. */
export async function openPglite() {
  const pglite = await PGlite.create()
  const nobody = {
    connect: () => Promise.reject(new Error('there is no pool')),
    end: async () => {},
  }
  const db = new Kysely<Tables>({
    dialect: {
      ...postgresDialect({ ...nobody, options: {} }),
      createDriver: () => new PGliteDialect({ pglite }).createDriver(),
    },
  })
  return {
    db,
    /** Takes the whole schema away, and brings it back as far as the step `to`. */
    async begin(to?: string): Promise<void> {
      await sql`drop schema public cascade`.execute(db)
      await sql`create schema public`.execute(db)
      await migrate(db, to)
    },
    close: () => db.destroy(),
  }
}
