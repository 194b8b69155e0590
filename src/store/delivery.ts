import type { Kysely } from 'kysely'
import type { Effect } from '../conversation/effect.ts'
import type { Atomically } from './atomically.ts'
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
     * until `until`. Nothing is claimed while an earlier one of its kind failed or is being sent.
     */
    async claimDue(now: string, until: string, limit: number): Promise<Due[]> {
      const due = await db
        .selectFrom('outbox')
        .select(['id', 'conversationId', 'seq', 'effect', 'attempts'])
        .where('sentAt', 'is', null)
        .where('dueAt', '<=', now)
        .where((eb) => eb.or([eb('claimedUntil', 'is', null), eb('claimedUntil', '<', now)]))
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('outbox as earlier')
                .select('earlier.id')
                .whereRef('earlier.conversationId', '=', 'outbox.conversationId')
                .whereRef('earlier.kind', '=', 'outbox.kind')
                .whereRef('earlier.seq', '<', 'outbox.seq')
                .where('earlier.sentAt', 'is', null)
                .where((eb) =>
                  eb.or([
                    eb('earlier.claimedUntil', '>=', now),
                    eb.and([eb('earlier.attempts', '>', 0), eb('earlier.dueAt', '>', now)]),
                  ]),
                ),
            ),
          ),
        )
        .orderBy('dueAt')
        .orderBy('conversationId')
        .orderBy('seq')
        .limit(limit)
        .execute()
      if (due.length === 0) return []
      const claimed = await db
        .updateTable('outbox')
        .set({ claimedUntil: until })
        .where(
          'id',
          'in',
          due.map(({ id }) => id),
        )
        .where('sentAt', 'is', null)
        .where((eb) => eb.or([eb('claimedUntil', 'is', null), eb('claimedUntil', '<', now)]))
        .returning('id')
        .execute()
      const ours = new Set(claimed.map(({ id }) => id))
      const inOrder = due
        .filter(({ id }) => ours.has(id))
        .sort((a, b) => a.seq - b.seq || indexOf(a.id) - indexOf(b.id))
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

/** Opens one sealed effect. */
export async function openEffect(seal: Seal, row: { id: string; effect: string }): Promise<Effect> {
  return JSON.parse(await seal.open(row.effect, `outbox:${row.id}`))
}

/** The place of an effect in its turn. */
export const indexOf = (outboxId: string): number =>
  Number(outboxId.slice(outboxId.lastIndexOf('/') + 1))
