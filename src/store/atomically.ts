import type { CompiledQuery, Kysely } from 'kysely'
import { createCommitter } from './committer.ts'
import { isPostgres } from './postgres/dialect.ts'
import { lockStatements, wasInTheWay } from './postgres/locks.ts'
import { ListAdapter } from './sqlite/listAdapter.ts'
import type { Tables } from './tables.ts'

/**
 * Runs statements so that all happen or none do. The one thing each database does its own way.
 * Where the commit is in doubt they are run again: a list that has happened must change nothing.
 */
export type Atomically = (statements: readonly CompiledQuery[], holds?: Holds) => Promise<void>

/** What nobody may take away meanwhile, by name, where several lists can run at once. */
export type Holds = {
  /** Shared with others who hold it so: the conversations that a list adds to. */
  together?: readonly string[]
  /** Shared with nobody: a conversation that is erased, a number that is counted up. */
  alone?: readonly string[]
}

type List = { statements: readonly CompiledQuery[]; holds: Holds }

/**
 * On databases with transactions. Lists that wait while a commit is under way go together in the
 * next one, so that many writers cost few fsyncs; where that fails, each list succeeds or fails alone.
 */
export function inTransaction(db: Kysely<Tables>): Atomically {
  const { adapter } = db.getExecutor()
  const inOne = adapter instanceof ListAdapter ? adapter.list : oneByOne(db)
  const locks = isPostgres(db) ? (holds: Holds) => lockStatements(db, holds) : () => []

  const run = async (lists: readonly List[], triesLeft = 5): Promise<void> => {
    const statements = [...locks(merged(lists)), ...lists.flatMap((list) => list.statements)]
    try {
      await inOne(statements)
    } catch (error) {
      if (triesLeft === 0 || !wasInTheWay(error)) throw error
      await run(lists, triesLeft - 1)
    }
  }
  const together = createCommitter<List, Error | null>(async (lists) => {
    const failed = await outcomeOf(run(lists))
    if (!failed) return lists.map(() => null)
    if (lists.length === 1) return [failed]
    const outcomes: (Error | null)[] = []
    for (const list of lists) outcomes.push(await outcomeOf(run([list])))
    return outcomes
  })
  return async (statements, holds = {}) => {
    const failed = await together.commit({ statements, holds })
    if (failed) throw failed
  }
}

const oneByOne = (db: Kysely<Tables>) => (statements: readonly CompiledQuery[]) =>
  db.transaction().execute(async (transaction) => {
    for (const statement of statements) await transaction.executeQuery(statement)
  })

const merged = (lists: readonly List[]): Holds => ({
  together: lists.flatMap(({ holds }) => holds.together ?? []),
  alone: lists.flatMap(({ holds }) => holds.alone ?? []),
})

const outcomeOf = (work: Promise<void>): Promise<Error | null> =>
  work.then(
    () => null,
    (error: Error) => error,
  )
