import type { Kysely } from 'kysely'
import type { Seal } from '../store/seal.ts'
import type { LookTable, Tables } from '../store/tables.ts'

/** One look of a clerk at people's data. */
export type Look = {
  clerk: string
  /** The page, such as `GET /desk/applications/:serial`. */
  page: string
  /** The application or the conversation that it was about; empty for lists. */
  subject: string
  /** What was asked for, such as the filters of a query. */
  query: Readonly<Record<string, string>>
}

/** Whether every look is still there as it was written; `brokenAt` is the first number that is not. */
export type Chain = { length: number; head: string; brokenAt: number | null }

/**
 * Every look that a clerk takes at people's data, in a chain: each entry's hash covers the one before
 * it and rests on the key, so that whoever changes or takes out an entry in the database breaks it.
 */
export function createLooks(db: Kysely<Tables>, seal: Seal, clock: () => Date) {
  const hashOf = (row: Omit<LookTable, 'hash'>, before: string) =>
    seal.lookup(
      `look:${JSON.stringify([before, row.id, row.clerk, row.page, row.subject, row.query, row.at])}`,
    )

  const last = () =>
    db.selectFrom('look').select(['id', 'hash']).orderBy('id', 'desc').limit(1).executeTakeFirst()

  async function append({ clerk, page, subject, query }: Look): Promise<void> {
    const sealed = await seal.seal(JSON.stringify(query), 'look')
    for (;;) {
      const before = await last()
      const id = (before?.id ?? 0) + 1
      const row = { id, clerk, page, subject, query: sealed, at: clock().toISOString() }
      const hash = await hashOf(row, before?.hash ?? '')
      await db
        .insertInto('look')
        .values({ ...row, hash })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      const won = await db.selectFrom('look').select('hash').where('id', '=', id).executeTakeFirst()
      if (won?.hash === hash) return
    }
  }

  let writing: Promise<void> = Promise.resolve()
  return {
    /** Writes a look down. Whoever cannot be written down does not get to look. */
    note(look: Look): Promise<void> {
      const own = writing.catch(() => {}).then(() => append(look))
      writing = own
      return own
    },

    /** The newest looks first, those before number `before` where it is given. */
    async list(count: number, before?: number) {
      const rows = await db
        .selectFrom('look')
        .selectAll()
        .$if(before !== undefined, (query) => query.where('id', '<', before!))
        .orderBy('id', 'desc')
        .limit(count)
        .execute()
      return Promise.all(
        rows.map(async ({ hash, query, ...row }) => ({
          ...row,
          // Somebody who changed the row may have made it unreadable.
          query: await seal.open(query, 'look').then(JSON.parse, () => ({})),
        })),
      )
    },

    /** Goes through the whole chain. */
    async check(): Promise<Chain> {
      const page = 1000
      let [length, head] = [0, '']
      for (;;) {
        const rows = await db
          .selectFrom('look')
          .selectAll()
          .where('id', '>', length)
          .orderBy('id')
          .limit(page)
          .execute()
        for (const { hash, ...row } of rows) {
          const holds = row.id === length + 1 && hash === (await hashOf(row, head))
          if (!holds) return { length, head, brokenAt: length + 1 }
          ;[length, head] = [row.id, hash]
        }
        if (rows.length < page) return { length, head, brokenAt: null }
      }
    },
  }
}

export type Looks = ReturnType<typeof createLooks>
