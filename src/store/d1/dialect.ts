import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Atomically } from '../atomically.ts'
import type { D1 } from './database.ts'
import { prepare } from './fit.ts'

/** Kysely on Cloudflare's D1. It has no transactions: what belongs together goes through `inBatch`. */
export function d1Dialect(database: D1): Dialect {
  const connection: DatabaseConnection = {
    async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
      const { results, meta } = await prepare(database, query).all()
      // The row's shape is what kysely inferred from the query; D1 itself knows no types.
      return { rows: results as Row[], numAffectedRows: BigInt(meta.changes) }
    },
    // biome-ignore lint/correctness/useYield: kysely's interface asks for a generator that we refuse to be
    async *streamQuery() {
      throw new Error('streaming is not supported: read pages instead')
    },
  }
  const refuse = async () => {
    throw new Error('D1 has no transactions: hand the statements in together')
  }
  return {
    createAdapter: () => new SqliteAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createDriver: () => ({
      async init() {},
      acquireConnection: async () => connection,
      beginTransaction: refuse,
      commitTransaction: refuse,
      rollbackTransaction: refuse,
      async releaseConnection() {},
      async destroy() {},
    }),
  }
}

/** Statements in one batch, which D1 runs as a transaction. */
export const inBatch =
  (database: D1): Atomically =>
  async (statements) => {
    await database.batch(statements.map((statement) => prepare(database, statement)))
  }
