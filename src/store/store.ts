import type { Kysely } from 'kysely'
import type { Effect, Saying } from '../conversation/effect.ts'
import type { Event } from '../conversation/event.ts'
import type { State } from '../conversation/state.ts'
import { createAddresses } from './addresses.ts'
import type { Atomically } from './atomically.ts'
import { createCommitter } from './committer.ts'
import { createDelivery, type Dead, indexOf, openEffect } from './delivery.ts'
import { createJoins } from './joins.ts'
import { createNotes } from './notes.ts'
import type { Seal } from './seal.ts'
import { keepStatement, type TurnRows, turnStatements } from './statements.ts'
import type { Tables } from './tables.ts'

/**
 * A turn to be committed. `delivered` effects need no sending: the page reads them from the record.
 * A `claimedUntil` leaves an effect to whoever commits the turn, until then.
 */
export type TurnToCommit = {
  conversation: string
  seq: number
  event: Event
  state: State
  effects: readonly {
    effect: Effect
    dueAt: string
    delivered: boolean
    claimedUntil: string | null
  }[]
  /** A new name for this attempt at the turn; made up where it is not told. */
  takenBy?: string
  /** The attempt that took the turn before, where only on that very turn this one may follow. */
  follows?: string
}

/** Where a conversation stands, and which attempt brought it there. */
export type LastTurn = { seq: number; state: State; takenBy: string }

export type Outcome = 'committed' | 'duplicate' | 'conflict'

/** What one turn heard and did, as it is read back. */
export type TurnRead = {
  seq: number
  eventId: string
  takenAt: string
  event: Event
  effects: Effect[]
}

export type Store = ReturnType<typeof createStore>

/** The record of all conversations. Everything personal is sealed on the way in and opened on the way out. */
export function createStore(db: Kysely<Tables>, atomically: Atomically, seal: Seal) {
  const write = async (batch: readonly TurnRows[]): Promise<Outcome[]> => {
    const conversations = batch.map(({ turn }) => turn.conversationId)
    await atomically(turnStatements(db, batch), { together: conversations })
    return outcomes(batch)
  }
  const turns = createCommitter<TurnRows, Outcome | Error>(async (batch) => {
    const together = await write(batch).catch((error: Error) => error)
    if (!(together instanceof Error)) return together
    // One of them cannot be written, and the others must not go under with it; or the connection was
    // lost before we knew, and a commit in doubt is settled by committing again.
    const alone: (Outcome | Error)[] = []
    for (const one of batch) alone.push(...(await write([one]).catch((error: Error) => [error])))
    return alone
  })
  const events = createCommitter<TurnRows['inbox'], void>(async (batch) => {
    await atomically([keepStatement(db, batch)])
    return batch.map(() => undefined)
  })

  async function outcomes(batch: readonly TurnRows[]): Promise<Outcome[]> {
    const found = await db
      .selectFrom('turn')
      .select(['eventId', 'takenBy'])
      .where(
        'eventId',
        'in',
        batch.map(({ turn }) => turn.eventId),
      )
      .execute()
    const takenBy = new Map(found.map((row) => [row.eventId, row.takenBy]))
    return batch.map(({ turn }) => {
      const winner = takenBy.get(turn.eventId)
      if (winner === undefined) return 'conflict'
      return winner === turn.takenBy ? 'committed' : 'duplicate'
    })
  }

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

  /** Notes that an event could not be taken. `reason` must not hold anything personal. */
  const noteFailure = (eventId: string, reason: string): Promise<void> =>
    atomically([
      db
        .updateTable('inbox')
        .set((eb) => ({ attempts: eb('attempts', '+', 1), error: reason }))
        .where('eventId', '=', eventId)
        .compile(),
    ])

  const joinedTo = (conversation: string) =>
    db.selectFrom('joining').select('conversationId').where('into', '=', conversation)

  /** Before the rows go that know of them; whatever comes in between is found by no row, and tidied up. */
  async function clearShelf(conversation: string): Promise<void> {
    if (!seal.shelf) return
    const rows = await db
      .selectFrom('file')
      .select('id')
      .where((eb) =>
        eb.or([
          eb('conversationId', '=', conversation),
          eb('conversationId', 'in', joinedTo(conversation)),
        ]),
      )
      .execute()
    await seal.shelf.drop(rows.map(({ id }) => id))
  }

  return {
    db,
    ...createDelivery(db, atomically, seal),
    ...createNotes(db, atomically),
    ...createAddresses(db, atomically, seal),
    ...createJoins(db, atomically, seal),

    /** Keeps an event before anything is done about it. The same event again changes nothing. */
    async keep(conversation: string, event: Event): Promise<void> {
      await events.commit(await inboxRow(conversation, event, 1))
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

    /** Records the turn, its event and all its effects, or nothing; durable when it answers. */
    async commit(toCommit: TurnToCommit): Promise<Outcome> {
      const { conversation, seq, event, state, effects, follows = null } = toCommit
      const about = `${conversation}/${seq}`
      const [inbox, sealed, outbox] = await Promise.all([
        inboxRow(conversation, event, 0),
        seal.seal(JSON.stringify(state), `turn:${about}`),
        Promise.all(
          effects.map(async ({ effect, dueAt, delivered, claimedUntil }, index) => {
            const id = `${about}/${index}`
            return {
              ...{ id, conversationId: conversation, seq, kind: effect.kind, dueAt },
              effect: await seal.seal(JSON.stringify(effect), `outbox:${id}`),
              sentAt: delivered ? event.at : null,
              claimedUntil,
            }
          }),
        ),
      ])
      const turn = {
        ...{ conversationId: conversation, seq, eventId: event.id, state: sealed },
        flow: state.stack.at(-1)?.flow ?? null,
        step: state.stack.at(-1)?.step ?? null,
        takenAt: event.at,
        takenBy: toCommit.takenBy ?? crypto.randomUUID(),
      }
      const outcome = await turns.commit({ inbox, turn, outbox, follows })
      if (outcome instanceof Error) throw outcome
      return outcome
    },

    /** Where a conversation stands, or stood after turn `seq`; null where there is no such turn. */
    async turnAt(conversation: string, seq?: number): Promise<LastTurn | null> {
      const row = await db
        .selectFrom('turn')
        .select(['seq', 'state', 'takenBy'])
        .where('conversationId', '=', conversation)
        .$if(seq !== undefined, (query) => query.where('seq', '=', seq!))
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst()
      if (!row) return null
      const state = await seal.open(row.state, `turn:${conversation}/${row.seq}`)
      return { seq: row.seq, state: JSON.parse(state), takenBy: row.takenBy }
    },

    /** The turn that an event led to; null while it has none. */
    async turnOf(eventId: string): Promise<{ conversation: string; seq: number } | null> {
      const row = await db
        .selectFrom('turn')
        .select(['conversationId', 'seq'])
        .where('eventId', '=', eventId)
        .executeTakeFirst()
      return row ? { conversation: row.conversationId, seq: row.seq } : null
    },

    /** The turns of a conversation from `from` on, oldest first, with what was said in them. */
    async turns(conversation: string, from: number, to = 2 ** 31 - 1) {
      const rows = await db
        .selectFrom('turn')
        .innerJoin('inbox', 'inbox.eventId', 'turn.eventId')
        .select(['turn.seq', 'turn.eventId', 'turn.takenAt', 'inbox.body'])
        .where('turn.conversationId', '=', conversation)
        .where('turn.seq', '>=', from)
        .where('turn.seq', '<=', to)
        .orderBy('turn.seq')
        .execute()
      const effects = await db
        .selectFrom('outbox')
        .select(['id', 'seq', 'effect'])
        .where('conversationId', '=', conversation)
        .where('kind', '=', 'say')
        .where('seq', '>=', from)
        .where('seq', '<=', to)
        .execute()
      const inOrder = effects.sort((a, b) => a.seq - b.seq || indexOf(a.id) - indexOf(b.id))
      return Promise.all(
        rows.map(async ({ seq, eventId, takenAt, body }): Promise<TurnRead> => {
          const own = inOrder.filter((effect) => effect.seq === seq)
          const [event, read] = await Promise.all([
            openEvent({ eventId, body }),
            Promise.all(own.map((row) => openEffect(seal, row))),
          ])
          return { seq, eventId, takenAt, event, effects: read }
        }),
      )
    },

    /** The newest things said in a conversation, newest first, each with its turn. */
    async lastSaid(
      conversation: string,
      count: number,
    ): Promise<{ seq: number; saying: Saying }[]> {
      const rows = await db
        .selectFrom('outbox')
        .select(['id', 'seq', 'effect'])
        .where('conversationId', '=', conversation)
        .where('kind', '=', 'say')
        .orderBy('seq', 'desc')
        .limit(count)
        .execute()
      const said = rows.map(async ({ seq, ...row }) => {
        const effect = await openEffect(seal, row)
        return effect.kind === 'say' ? [{ seq, saying: effect.saying }] : []
      })
      return (await Promise.all(said)).flat()
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
        .select(['eventId', 'conversationId', 'body'])
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
        return event ? [{ conversation: row.conversationId, event }] : []
      })
      return (await Promise.all(opened)).flat()
    },

    noteFailure,

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

    /** Conversations in the order of their ids, after one of them, with when their last turn was taken. */
    async lastTurns(after: string, count: number) {
      const last = db
        .selectFrom('turn')
        .select(({ fn }) => ['conversationId', fn.max('seq').as('seq')])
        .where('conversationId', '>', after)
        .groupBy('conversationId')
        .orderBy('conversationId')
        .limit(count)
      const rows = await db
        .selectFrom(last.as('last'))
        .innerJoin('turn', (join) =>
          join
            .onRef('turn.conversationId', '=', 'last.conversationId')
            .onRef('turn.seq', '=', 'last.seq'),
        )
        .select(['turn.conversationId', 'turn.takenAt'])
        .orderBy('turn.conversationId')
        .execute()
      return rows.map(({ conversationId, takenAt }) => ({ conversation: conversationId, takenAt }))
    },

    /** Deletes what led to turn `seq`, which stays the last; its files too where they are not needed. */
    async forgetBefore(conversation: string, seq: number, withFiles: boolean): Promise<void> {
      const before = db
        .selectFrom('turn')
        .select('eventId')
        .where('conversationId', '=', conversation)
        .where('seq', '<', seq)
      if (withFiles) await clearShelf(conversation)
      await atomically([
        db.deleteFrom('inbox').where('eventId', 'in', before).compile(),
        ...(['outbox', 'turn'] as const).map((table) =>
          db
            .deleteFrom(table)
            .where('conversationId', '=', conversation)
            .where('seq', '<', seq)
            .compile(),
        ),
        ...(withFiles
          ? [db.deleteFrom('file').where('conversationId', '=', conversation).compile()]
          : []),
      ])
    },

    /** Erases everything about a conversation that is ours to erase, with what was joined to it. */
    async erase(conversation: string): Promise<void> {
      const tables = [
        ...(['outbox', 'turn', 'inbox', 'file', 'filing', 'handoff'] as const),
        ...(['address', 'joinCode'] as const),
      ]
      const joined = joinedTo(conversation)
      await clearShelf(conversation)
      await atomically(
        [
          ...tables.flatMap((table) => [
            db.deleteFrom(table).where('conversationId', '=', conversation).compile(),
            db.deleteFrom(table).where('conversationId', 'in', joined).compile(),
          ]),
          db.deleteFrom('joining').where('into', '=', conversation).compile(),
        ],
        { alone: [conversation] },
      )
    },
  }
}
