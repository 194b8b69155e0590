import type { Kysely } from 'kysely'
import type { Tables } from '../store/tables.ts'

/** How many of something wait, and how long the oldest has, seconds. */
export type Waiting = { count: number; seconds: number }

/** What the service still owes, and what it has given up. */
export type Standing = {
  /** Effects that are due. */
  outbox: Waiting
  /** Applications that the agency has not confirmed. */
  submissions: Waiting
  /** Events that were kept and have had no turn. */
  inbox: Waiting
  /** People who asked for a person. */
  handoffs: Waiting
  /** Events that failed too often, and are left to a clerk. */
  failedEvents: Waiting
}

/** Reads how the service stands. */
export async function readStanding(
  db: Kysely<Tables>,
  now: Date,
  mostAttempts: number,
): Promise<Standing> {
  const due = () =>
    db
      .selectFrom('outbox')
      .where('sentAt', 'is', null)
      .where('dueAt', '<=', now.toISOString())
      .select(({ fn }) => [fn.countAll().as('count'), fn.min('dueAt').as('oldest')])
  const kept = () =>
    db
      .selectFrom('inbox')
      .where('pending', '=', 1)
      .select(({ fn }) => [fn.countAll().as('count'), fn.min('receivedAt').as('oldest')])
  const [outbox, submissions, inbox, failedEvents, handoffs] = await Promise.all([
    due().executeTakeFirstOrThrow(),
    due().where('kind', '=', 'submit').executeTakeFirstOrThrow(),
    kept().where('attempts', '<', mostAttempts).executeTakeFirstOrThrow(),
    kept().where('attempts', '>=', mostAttempts).executeTakeFirstOrThrow(),
    db
      .selectFrom('handoff')
      .select(({ fn }) => [fn.countAll().as('count'), fn.min('since').as('oldest')])
      .executeTakeFirstOrThrow(),
  ])
  const waiting = (row: { count: number | string | bigint; oldest: string | null }): Waiting => ({
    count: Number(row.count),
    seconds: row.oldest
      ? Math.max(0, Math.round((now.getTime() - Date.parse(row.oldest)) / 1000))
      : 0,
  })
  return {
    ...{ outbox: waiting(outbox), submissions: waiting(submissions), inbox: waiting(inbox) },
    ...{ handoffs: waiting(handoffs), failedEvents: waiting(failedEvents) },
  }
}
