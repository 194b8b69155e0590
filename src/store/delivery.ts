import { type ExpressionBuilder, type Kysely, sql } from 'kysely'
import type { Effect } from '../conversation/effect.ts'
import type { Atomically } from './atomically.ts'
import { isPostgres } from './postgres/dialect.ts'
import type { Seal } from './seal.ts'
import type { Tables } from './tables.ts'

/** An effect that somebody has claimed and is to carry out. */
export type Due = {
  id: string
  conversation: string
  effect: Effect
  attempts: number
  /** The event whose turn it comes from, where that turn is still there. */
  eventId: string | null
  /** When that turn was taken. */
  at: string
  /** How many of its parcels have gone out. */
  parcels: number
  /** The saying as whose message it goes out, once that may have happened; its own id where it is alone. */
  mergedInto: string | null
  /** The person has had a notice of it. */
  noticed: boolean
}

/** Due no more: held until somebody writes, or given up until a clerk says otherwise. */
const never = '9999-12-31T00:00:00.000Z'

/** After so many failures a clerk should know, though it goes on being tried. */
const suspicious = 10

/** Why a saying is held: nothing gets through until the person writes; `noticed` has had its notice. */
export type Held = 'closed' | 'noticed'
const held: readonly string[] = ['closed', 'noticed'] satisfies Held[]

/** What was given up, or would not do: without anything of what it says. */
export type Dead = {
  id: string
  conversation: string
  kind: string
  /** When it came up. */
  since: string
  attempts: number
  reason: string
}

/** The bookkeeping of the outbox: the only rows of the record that are ever updated. */
export function createDelivery(db: Kysely<Tables>, atomically: Atomically, seal: Seal) {
  const set = (ids: readonly string[], change: object): Promise<void> =>
    ids.length === 0
      ? Promise.resolve()
      : atomically([db.updateTable('outbox').set(change).where('id', 'in', ids).compile()])

  /** The effect failed: it is due again at `dueAt`. */
  const postpone = (id: string, dueAt: string, reason: string): Promise<void> =>
    atomically([
      db
        .updateTable('outbox')
        .set((eb) => ({
          attempts: eb('attempts', '+', 1),
          ...{ dueAt, claimedUntil: null, error: reason },
        }))
        .where('id', '=', id)
        .compile(),
    ])

  const rows = () =>
    db
      .selectFrom('outbox')
      .leftJoin('turn', (join) =>
        join
          .onRef('turn.conversationId', '=', 'outbox.conversationId')
          .onRef('turn.seq', '=', 'outbox.seq'),
      )
      .select(['outbox.id', 'outbox.conversationId', 'outbox.seq', 'outbox.effect'])
      .select(['outbox.attempts', 'outbox.parcels', 'outbox.mergedInto', 'outbox.dueAt'])
      .select(['outbox.error', 'turn.eventId', 'turn.takenAt'])
  /** Opens effects, in the order of each conversation; what cannot be read comes before a clerk. */
  async function read(claimed: readonly { id: string }[]): Promise<Due[]> {
    if (claimed.length === 0) return []
    const ids = claimed.map(({ id }) => id)
    const found = await rows().where('outbox.id', 'in', ids).execute()
    found.sort((a, b) => a.seq - b.seq || indexOf(a.id) - indexOf(b.id))
    const opened = found.map(async (row): Promise<Due[]> => {
      const effect = await openEffect(seal, row).catch(() => null)
      if (!effect) await set([row.id], { dueAt: never, claimedUntil: null, error: 'unreadable' })
      const { id, conversationId, attempts, eventId, takenAt, parcels, mergedInto, dueAt } = row
      if (!effect) return []
      const [at, noticed] = [takenAt ?? dueAt, row.error === 'noticed']
      const due = { id, conversation: conversationId, effect, attempts, eventId, at }
      return [{ ...due, parcels, mergedInto, noticed }]
    })
    return (await Promise.all(opened)).flat()
  }

  return {
    /**
     * Claims effects that are due, in the order of each conversation, so that nobody else sends them
     * until `until`. Nothing is claimed while an earlier one of its kind failed or is being sent: who
     * has the first one of a kind has those behind it too. A claim that ran out is a failed attempt.
     */
    async claimDue(now: string, until: string, limit: number): Promise<Due[]> {
      const claimed = await db
        .with('first', () => {
          const firsts = firstDue(db, now).orderBy('dueAt').limit(limit)
          return isPostgres(db) ? firsts.forUpdate().skipLocked() : firsts
        })
        .updateTable('outbox')
        .from('first')
        .set((eb) => ({
          claimedUntil: until,
          attempts: sql<number>`${eb.ref('outbox.attempts')} +
            case when ${eb.ref('outbox.claimedUntil')} is null then 0 else 1 end`,
        }))
        .whereRef('outbox.conversationId', '=', 'first.conversationId')
        .whereRef('outbox.kind', '=', 'first.kind')
        .where(isDue('outbox', now))
        .returning('outbox.id')
        .execute()
      return read(claimed)
    },

    /** The effects were carried out. */
    settle: (ids: readonly string[], at: string): Promise<void> =>
      set(ids, { sentAt: at, error: null, claimedUntil: null }),

    postpone,

    /** Not the time for them yet: due again at `dueAt`, and none the worse for it. */
    putOff: (ids: readonly string[], dueAt: string, unsent: boolean): Promise<void> =>
      set(ids, { dueAt, claimedUntil: null, ...(unsent && { mergedInto: null }) }),

    /** From now on `ids` are one message, that of the last of them, whatever happens in between. */
    bind: (ids: readonly string[], into: string): Promise<void> => set(ids, { mergedInto: into }),

    /** Nothing goes out until the person writes. What went out in part stays bound as it was. */
    hold: (ids: readonly string[], why: Held, inPart: boolean): Promise<void> =>
      set(ids, {
        ...{ dueAt: never, claimedUntil: null, error: why },
        ...(!inPart && { mergedInto: null }),
      }),

    /** Given up: a clerk sees them. `reason` must hold nothing personal. */
    bury: (ids: readonly string[], reason: string): Promise<void> =>
      set(ids, { dueAt: never, claimedUntil: null, error: reason }),

    /** Claims what is held for the person of a conversation, as it may go out with something newer. */
    async claimHeld(conversation: string, now: string, until: string): Promise<Due[]> {
      const claimed = await db
        .updateTable('outbox')
        .set({ claimedUntil: until })
        .where('conversationId', '=', conversation)
        .where('sentAt', 'is', null)
        .where('dueAt', '=', never)
        .where('error', 'in', held)
        .where((eb) => eb.or([eb('claimedUntil', 'is', null), eb('claimedUntil', '<', now)]))
        .returning('id')
        .execute()
      return read(claimed)
    },

    /** The person wrote: what is held for them is due. */
    release: (conversation: string, now: string): Promise<void> =>
      atomically([
        db
          .updateTable('outbox')
          .set({ dueAt: now, error: null })
          .where('conversationId', '=', conversation)
          .where('sentAt', 'is', null)
          .where('dueAt', '=', never)
          .where('error', 'in', held)
          .compile(),
      ]),

    /** What was given up, or fails for hours; the newest first. */
    async dead(limit: number): Promise<Dead[]> {
      const found = await db
        .selectFrom('outbox')
        .leftJoin('turn', (join) =>
          join
            .onRef('turn.conversationId', '=', 'outbox.conversationId')
            .onRef('turn.seq', '=', 'outbox.seq'),
        )
        .select(['outbox.id', 'outbox.conversationId', 'outbox.kind', 'outbox.attempts'])
        .select(['outbox.error', 'turn.takenAt'])
        .where('outbox.sentAt', 'is', null)
        .where((eb) =>
          eb.or([
            eb.and([eb('outbox.dueAt', '=', never), eb('outbox.error', 'not in', held)]),
            eb('outbox.attempts', '>=', suspicious),
          ]),
        )
        .orderBy('turn.takenAt', 'desc')
        .limit(limit)
        .execute()
      return found.map(({ id, conversationId, kind, attempts, error, takenAt }) => ({
        ...{ id, conversation: conversationId, kind, attempts },
        ...{ since: takenAt ?? '', reason: error ?? '' },
      }))
    },

    /** Tries again what was given up. False: there is nothing of that id. */
    async revive(id: string, now: string): Promise<boolean> {
      const row = await db
        .updateTable('outbox')
        .set({ dueAt: now, attempts: 0, error: null, claimedUntil: null })
        .where('id', '=', id)
        .where('sentAt', 'is', null)
        .where((eb) => eb.or([eb('dueAt', '=', never), eb('attempts', '>=', suspicious)]))
        .returning('id')
        .executeTakeFirst()
      return row !== undefined
    },
  }
}

/** The first of each kind that a conversation still owes, where that one is due. */
const firstDue = (db: Kysely<Tables>, now: string) =>
  db
    .selectFrom('outbox')
    .select(['conversationId', 'kind'])
    .where(isDue('outbox', now))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('outbox as earlier')
            .select('earlier.id')
            .whereRef('earlier.conversationId', '=', 'outbox.conversationId')
            .whereRef('earlier.kind', '=', 'outbox.kind')
            .where('earlier.sentAt', 'is', null)
            .where('earlier.dueAt', '<', never)
            .where((eb) =>
              eb.or([
                eb('earlier.seq', '<', eb.ref('outbox.seq')),
                eb.and([
                  eb('earlier.seq', '=', eb.ref('outbox.seq')),
                  sql<boolean>`(length(earlier.id), earlier.id) < (length(outbox.id), outbox.id)`,
                ]),
              ]),
            )
            .where((eb) =>
              eb.or([
                eb('earlier.dueAt', '<=', now),
                eb('earlier.claimedUntil', '>=', now),
                eb('earlier.attempts', '>', 0),
                eb('earlier.kind', '=', 'say'),
              ]),
            ),
        ),
      ),
    )

/** Not carried out, not in anybody's hands, and its time has come. */
const isDue = (table: 'outbox', now: string) => (eb: ExpressionBuilder<Tables, 'outbox'>) =>
  eb.and([
    eb(`${table}.sentAt`, 'is', null),
    eb(`${table}.dueAt`, '<=', now),
    eb.or([eb(`${table}.claimedUntil`, 'is', null), eb(`${table}.claimedUntil`, '<', now)]),
  ])

/** Opens one sealed effect. */
export async function openEffect(seal: Seal, row: { id: string; effect: string }): Promise<Effect> {
  return JSON.parse(await seal.open(row.effect, `outbox:${row.id}`))
}

/** The place of an effect in its turn. */
export const indexOf = (outboxId: string): number =>
  Number(outboxId.slice(outboxId.lastIndexOf('/') + 1))
