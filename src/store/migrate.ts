import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { migrations } from './migrations.ts'
import type { Tables } from './tables.ts'

/**
 * Brings the schema up to date, or up to the step `to`. Several processes may do so at once. Steps
 * of a newer version are left as they are: it runs beside this one.
 */
export async function migrate(db: Kysely<Tables>, to?: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const newer = (await takenSteps(db)).filter((name) => !(name in migrations))
    const steps = { ...migrations, ...Object.fromEntries(newer.map((name) => [name, notOurs])) }
    const migrator = new Migrator({
      db,
      provider: { getMigrations: async () => steps },
      allowUnorderedMigrations: true,
    })
    const { error } = await (to ? migrator.migrateTo(to) : migrator.migrateToLatest())
    if (!error) return
    // A newer version may have gone further in the moment since we looked.
    const known = (await takenSteps(db)).every((name) => name in steps)
    if (known || attempt > 2) throw error
  }
}

const notOurs: Migration = { up: async () => {} }

/** The steps that a database's schema has taken, oldest first. */
export async function takenSteps(db: Kysely<Tables>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(({ name }) => name === table)) return []
  const rows = await (db as unknown as Kysely<MigrationTables>)
    .selectFrom(table)
    .select('name')
    .orderBy('name')
    .execute()
  return rows.map(({ name }) => name)
}

const table = 'kysely_migration'
type MigrationTables = { [table]: { name: string } }
