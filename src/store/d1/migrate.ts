import {
  type CompiledQuery,
  type Dialect,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Migration } from 'kysely/migration'
import { migrations } from '../migrations.ts'
import type { D1 } from './database.ts'
import { prepare } from './fit.ts'

/** The table that kysely's own migrator keeps, so that a copy of the database opens elsewhere too. */
const createTable = `create table if not exists "kysely_migration"
  ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null)`
const readNames = 'select "name" from "kysely_migration"'
const insertName = 'insert into "kysely_migration" ("name", "timestamp") values (?, ?)'

/**
 * Brings a D1 database up to date. Each migration is one batch that begins with its own name, a
 * primary key: of many that migrate at once one does, and the others find it done.
 */
export async function migrate(database: D1, now: Date): Promise<void> {
  const [, known] = await database.batch([
    database.prepare(createTable),
    database.prepare(readNames),
  ])
  const done = new Set(known!.results.map(({ name }) => name))
  for (const [name, migration] of Object.entries(migrations)) {
    if (done.has(name)) continue
    const statements = await statementsOf(name, migration)
    const batch = [
      database.prepare(insertName).bind(name, now.toISOString()),
      ...statements.map((statement) => prepare(database, statement)),
    ]
    await database.batch(batch).catch(async (error) => {
      const { results } = await database.prepare(readNames).all()
      if (!results.some((row) => row.name === name)) throw error
    })
  }
}

/** What a migration would run. It must be statements alone: here nothing can be read in between. */
export async function statementsOf(name: string, { up }: Migration): Promise<CompiledQuery[]> {
  const statements: CompiledQuery[] = []
  const db = new Kysely<unknown>({
    dialect: recorder((statement) => {
      if (/^\s*(select|with|pragma)\b/i.test(statement.sql)) {
        throw new Error(`migration ${name} reads`)
      }
      statements.push(statement)
    }),
  })
  await up(db)
  return statements
}

const recorder = (note: (statement: CompiledQuery) => void): Dialect => ({
  createAdapter: () => new SqliteAdapter(),
  createQueryCompiler: () => new SqliteQueryCompiler(),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createDriver: () => ({
    async init() {},
    acquireConnection: async () => ({
      async executeQuery(statement) {
        note(statement)
        return { rows: [] }
      },
      async *streamQuery() {},
    }),
    async beginTransaction() {},
    async commitTransaction() {},
    async rollbackTransaction() {},
    async releaseConnection() {},
    async destroy() {},
  }),
})
