import type { Kysely } from 'kysely'
import type { Event } from '../conversation/event.ts'
import type { Atomically } from './atomically.ts'
import { createCommitter } from './committer.ts'
import type { Dead } from './delivery.ts'
import type { Seal } from './seal.ts'
import { keepStatement, type TurnRows } from './statements.ts'
import type { Tables } from './tables.ts'

/** Events sealed into rows of the inbox, and opened again. */
export function createEventRows(seal: Seal) {
  const inboxRow = async (conversation: string, event: Event, pending: 0 | 1) => ({
    eventId: event.id,
    conversationId: conversation,
    body: await seal.seal(JSON.stringify(event), `inbox:${event.id}`),
    receivedAt: event.at,
    pending,
    error: null,
  })
  const openEvent = async (row: { eventId: string; body: string }): Promise<Event> =>
    JSON.parse(await seal.open(row.body, `inbox:${row.eventId}`))
  return { inboxRow, openEvent }
}

/** Events that were kept and wait for their turn, and those that failed to have one. */
export function createEvents(db: Kysely<Tables>, atomically: Atomically, seal: Seal) {
  const { inboxRow, openEvent } = createEventRows(seal)
  const keeping = createCommitter<TurnRows['inbox'], void>(async (batch) => {
    await atomically([keepStatement(db, batch)])
    return batch.map(() => undefined)
  })

  /** Notes that an event could not be taken; `counted`: beforehand. `reason` must not hold anything personal. */
  const noteFailure = (eventId: string, reason: string, counted = false): Promise<void> =>
    atomically([
      db
        .updateTable('inbox')
        .set((eb) => ({ attempts: eb('attempts', '+', counted ? 0 : 1), error: reason }))
        .where('eventId', '=', eventId)
        .compile(),
    ])

  return {
    /** Keeps an event before anything is done about it. The same event again changes nothing. */
    async keep(conversation: string, event: Event): Promise<void> {
      await keeping.commit(await inboxRow(conversation, event, 1))
    },

    /** Whether an event was kept, and still waits for its turn. */
    async waits(eventId: string): Promise<boolean | null> {
      const row = await db
        .selectFrom('inbox')
        .select('pending')
        .where('eventId', '=', eventId)
        .executeTakeFirst()
      return row ? row.pending === 1 : null
    },

    /**
     * Events kept before `before` that have led to no turn, and have not failed too often; after each
     * failure an event is left alone for longer.
     */
    async unfinished(before: string, mostAttempts: number, limit: number) {
      const patience = Array.from({ length: mostAttempts }, (_, attempts) =>
        attempts === 0 ? 0 : 5 ** attempts * 4_000,
      )
      const rows = await db
        .selectFrom('inbox')
        .select(['eventId', 'conversationId', 'body', 'attempts'])
        .where('pending', '=', 1)
        .where((eb) =>
          eb.or(
            patience.map((milliseconds, attempts) => {
              const moment = new Date(Date.parse(before) - milliseconds).toISOString()
              return eb.and([eb('attempts', '=', attempts), eb('receivedAt', '<', moment)])
            }),
          ),
        )
        .orderBy('receivedAt')
        .limit(limit)
        .execute()
      const opened = rows.map(async (row) => {
        const event = await openEvent(row).catch(() => null)
        if (!event) await noteFailure(row.eventId, 'unreadable')
        const { conversationId: conversation, attempts } = row
        return event ? [{ conversation, event, attempts }] : []
      })
      return (await Promise.all(opened)).flat()
    },

    noteFailure,

    /** Counts one more try before it is made. False: the event has had its turn, or another is at it. */
    async countTry(eventId: string, attempts: number): Promise<boolean> {
      const row = await db
        .updateTable('inbox')
        .set({ attempts: attempts + 1, error: 'unfinished' })
        .where('eventId', '=', eventId)
        .where('pending', '=', 1)
        .where('attempts', '=', attempts)
        .returning('eventId')
        .executeTakeFirst()
      return row !== undefined
    },

    /** Events that failed so often, the newest first. */
    async deadEvents(attempts: number, limit: number): Promise<Dead[]> {
      const rows = await db
        .selectFrom('inbox')
        .select(['eventId', 'conversationId', 'receivedAt', 'attempts'])
        .where('pending', '=', 1)
        .where('attempts', '>=', attempts)
        .orderBy('receivedAt', 'desc')
        .limit(limit)
        .execute()
      return rows.map(({ eventId, conversationId, receivedAt, attempts }) => ({
        ...{ id: eventId, conversation: conversationId, kind: 'event', attempts },
        ...{ since: receivedAt, reason: 'failed' },
      }))
    },

    /** Lets the sweep take an event up again. False: it has had its turn, or there is none. */
    async reviveEvent(eventId: string): Promise<boolean> {
      const row = await db
        .updateTable('inbox')
        .set({ attempts: 0 })
        .where('eventId', '=', eventId)
        .where('pending', '=', 1)
        .returning('eventId')
        .executeTakeFirst()
      return row !== undefined
    },

    /** Gives events that failed too often another try at the next sweep; how many there were. */
    async retryFailed(mostAttempts: number): Promise<number> {
      const rows = await db
        .updateTable('inbox')
        .set({ attempts: 0 })
        .where('pending', '=', 1)
        .where('attempts', '>=', mostAttempts)
        .returning('eventId')
        .execute()
      return rows.length
    },
  }
}
