import { type ExpressionBuilder, type Kysely, sql } from 'kysely'
import type { Effect } from '../conversation/effect.ts'
import type { Atomically } from './atomically.ts'
import { isPostgres } from './postgres/dialect.ts'
import type { Seal } from './seal.ts'
import type { Tables } from './tables.ts'

/** An effect that somebody has claimed and is to carry out. */
export type Due = { id: string; conversation: string; effect: Effect; attempts: number }

/** The bookkeeping of the outbox: the only rows of the record that are ever updated. */
export function createDelivery(db: Kysely<Tables>, atomically: Atomically, seal: Seal) {
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
        .returning(['outbox.id', 'outbox.conversationId', 'outbox.seq', 'outbox.effect'])
        .returning('outbox.attempts')
        .execute()
      const inOrder = claimed.sort((a, b) => a.seq - b.seq || indexOf(a.id) - indexOf(b.id))
      const opened = inOrder.map(async (row) => {
        const effect = await openEffect(seal, row).catch(() => null)
        if (!effect) await postpone(row.id, until, 'unreadable')
        const { id, conversationId, attempts } = row
        return effect ? [{ id, conversation: conversationId, attempts, effect }] : []
      })
      return (await Promise.all(opened)).flat()
    },

    /** The effect was carried out. */
    settle: (id: string, at: string): Promise<void> =>
      atomically([
        db.updateTable('outbox').set({ sentAt: at, error: null }).where('id', '=', id).compile(),
      ]),

    postpone,
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
