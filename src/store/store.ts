import type { Kysely } from 'kysely'
import type { Effect, Saying } from '../conversation/effect.ts'
import type { Event } from '../conversation/event.ts'
import type { State } from '../conversation/state.ts'
import { createAddresses } from './addresses.ts'
import type { Atomically } from './atomically.ts'
import { createAttempts } from './attempts.ts'
import { createCommitter } from './committer.ts'
import { createDelivery, indexOf, openEffect } from './delivery.ts'
import { createErasure } from './erasure.ts'
import { createEventRows, createEvents } from './events.ts'
import { createJoins } from './joins.ts'
import { createNotes } from './notes.ts'
import type { Seal } from './seal.ts'
import { type TurnRows, turnStatements } from './statements.ts'
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
  const { inboxRow, openEvent } = createEventRows(seal)

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

  return {
    db,
    ...createEvents(db, atomically, seal),
    ...createErasure(db, atomically, seal),
    ...createDelivery(db, atomically, seal),
    ...createNotes(db, atomically),
    ...createAddresses(db, atomically, seal),
    ...createAttempts(db, seal),
    ...createJoins(db, atomically, seal),

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

    /** Conversations in the order of their ids, after one of them, with when their last turn was taken and whether they filed anything. */
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
        .select(({ selectFrom }) => [
          ...(['turn.conversationId', 'turn.takenAt'] as const),
          selectFrom('filing')
            .select('filing.serial')
            .whereRef('filing.conversationId', '=', 'turn.conversationId')
            .limit(1)
            .as('serial'),
        ])
        .orderBy('turn.conversationId')
        .execute()
      return rows.map(({ conversationId, takenAt, serial }) => ({
        ...{ conversation: conversationId, takenAt, filed: serial !== null },
      }))
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
  }
}
