import type { CompiledQuery, Kysely } from 'kysely'
import { createCommitter } from './committer.ts'
import type { Tables } from './tables.ts'

/** Runs statements so that all happen or none do. The one thing each database does its own way. */
export type Atomically = (statements: readonly CompiledQuery[]) => Promise<void>

/**
 * On databases with transactions. Lists that wait while a commit is under way go together in the
 * next one, so that many writers cost few fsyncs; where that fails, each list succeeds or fails alone.
 */
export function inTransaction(db: Kysely<Tables>): Atomically {
  const run = (statements: readonly CompiledQuery[]) =>
    db.transaction().execute(async (transaction) => {
      for (const statement of statements) await transaction.executeQuery(statement)
    })
  const together = createCommitter<readonly CompiledQuery[], Error | null>(async (lists) => {
    if (lists.length === 1) return [await outcomeOf(run(lists[0]!))]
    const failed = await outcomeOf(run(lists.flat()))
    if (!failed) return lists.map(() => null)
    const outcomes: (Error | null)[] = []
    for (const list of lists) outcomes.push(await outcomeOf(run(list)))
    return outcomes
  })
  return async (statements) => {
    const failed = await together.commit(statements)
    if (failed) throw failed
  }
}

const outcomeOf = (work: Promise<void>): Promise<Error | null> =>
  work.then(
    () => null,
    (error: Error) => error,
  )
