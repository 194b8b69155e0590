import { type CompiledQuery, type Kysely, sql } from 'kysely'
import type { Holds } from '../atomically.ts'
import type { Tables } from '../tables.ts'

/**
 * Holds names until the end of the transaction, all of them in one order, so that nobody waits for
 * each other. The names are no rows: a conversation can be held before it has any.
 */
export function lockStatements(
  db: Kysely<Tables>,
  { together = [], alone = [] }: Holds,
): CompiledQuery[] {
  const own = new Set(alone)
  const names = [...new Set([...alone, ...together])].sort()
  if (names.length === 0) return []
  return [
    sql`select case when alone
        then pg_advisory_xact_lock(hashtextextended(name, 0))
        else pg_advisory_xact_lock_shared(hashtextextended(name, 0)) end
      from unnest(${names}::text[], ${names.map((name) => own.has(name))}::boolean[])
        as held (name, alone)`.compile(db),
  ]
}

/** Whether a transaction was given up, wholly, for the sake of another: it may be tried again. */
export const wasInTheWay = (error: unknown): boolean =>
  ['40001', '40P01'].includes((error as { code?: string }).code ?? '')
