import { type Kysely, sql } from 'kysely'
import type { Seal } from './seal.ts'
import type { Tables } from './tables.ts'

export type Attempts = ReturnType<typeof createAttempts>

/**
 * Counts wrong attempts at what is secret, in the database: the count holds across processes and
 * restarts. Each attempt counts before it is checked, so that many at once are no way round, and is
 * taken back where it was right. Whose they are is kept as a keyed hash.
 */
export function createAttempts(db: Kysely<Tables>, seal: Seal) {
  const hashOf = (whose: string) => seal.lookup(`attempt:${whose}`)

  return {
    /** Counts an attempt. Answers how many there were within `window` milliseconds of the first. */
    async countAttempt(whose: string, now: Date, window: number): Promise<number> {
      const at = now.toISOString()
      const [from, to] = [-window, window].map((by) => new Date(now.getTime() + by).toISOString())
      // What a clock that was set back since has dated ahead is as good as old.
      const isRecent = sql`attempt."firstAt" > ${from} and attempt."firstAt" < ${to}`
      const row = await db
        .insertInto('attempt')
        .values({ hash: await hashOf(whose), count: 1, firstAt: at, lastAt: at })
        .onConflict((conflict) =>
          conflict.column('hash').doUpdateSet({
            count: sql`case when ${isRecent} then attempt.count + 1 else 1 end`,
            firstAt: sql`case when ${isRecent} then attempt."firstAt" else ${at} end`,
            lastAt: at,
          }),
        )
        .returning('count')
        .executeTakeFirstOrThrow()
      return row.count
    },

    /**
     * Counts an attempt unless, after so many within `window` milliseconds of the first, it comes too soon
     * after the last. Answers how many milliseconds it has to wait; 0: it was counted and may go on.
     */
    async countAfterWaiting(
      whose: string,
      now: Date,
      window: number,
      waitAfter: (count: number) => number,
    ): Promise<number> {
      const [hash, at] = [await hashOf(whose), now.toISOString()]
      for (;;) {
        const row = await db
          .selectFrom('attempt')
          .selectAll()
          .where('hash', '=', hash)
          .executeTakeFirst()
        const since = (moment: string) => Math.abs(now.getTime() - Date.parse(moment))
        const recent =
          row && since(row.firstAt) < window ? row : { count: 0, firstAt: at, lastAt: at }
        const wait = waitAfter(recent.count) - since(recent.lastAt)
        if (wait > 0) return wait
        const { count, firstAt } = { ...recent, count: recent.count + 1 }
        // Only on what was read: of two at once the later reads again.
        const counted = await db
          .insertInto('attempt')
          .values({ hash, count, firstAt, lastAt: at })
          .onConflict((conflict) =>
            conflict
              .column('hash')
              .doUpdateSet({ count, firstAt, lastAt: at })
              .where('attempt.count', '=', row?.count ?? -1)
              .where('attempt.firstAt', '=', row?.firstAt ?? ''),
          )
          .returning('hash')
          .executeTakeFirst()
        if (counted) return 0
      }
    },

    /** The attempt was right. Those of others, which were not, stay counted. */
    async forgiveAttempt(whose: string): Promise<void> {
      await db
        .updateTable('attempt')
        .set({ count: sql`count - 1` })
        .where('hash', '=', await hashOf(whose))
        .where('count', '>', 0)
        .execute()
    },

    /** Forgets attempts that were made before `before`. */
    async forgetAttempts(before: string): Promise<void> {
      await db.deleteFrom('attempt').where('lastAt', '<', before).execute()
    },
  }
}
