import { type CompiledQuery, type Kysely, sql } from 'kysely'
import type { Atomically } from '../store/atomically.ts'
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

const endName = 'looks.end'

/** Written where a trail goes on whose end was not marked: once by older versions, or by somebody who took the mark away. */
const unmarked: Look = { clerk: '', page: 'GET unmarked', subject: '', query: {} }

/**
 * Every look that a clerk takes at people's data, in a chain: each entry's hash covers the one before
 * it and rests on the key, so that whoever changes or takes out an entry in the database breaks it. So
 * does the mark of its end, by which one sees that the newest entries were taken out.
 */
export function createLooks(
  db: Kysely<Tables>,
  atomically: Atomically,
  seal: Seal,
  clock: () => Date,
) {
  const hashOf = (row: Omit<LookTable, 'hash'>, before: string) =>
    seal.lookup(
      `look:${JSON.stringify([before, row.id, row.clerk, row.page, row.subject, row.query, row.at])}`,
    )
  /** The mark of an end: it begins with the length, so that a later one is greater. */
  const endAt = async (id: number, hash: string) =>
    `${String(id).padStart(12, '0')} ${await seal.lookup(`look end:${id}:${hash}`)}`
  const idOf = (end: string) => Number(end.split(' ', 1)[0])

  const last = () =>
    db.selectFrom('look').select(['id', 'hash']).orderBy('id', 'desc').limit(1).executeTakeFirst()
  const at = (id: number) =>
    db.selectFrom('look').select('hash').where('id', '=', id).executeTakeFirst()
  const end = async () => {
    const row = await db
      .selectFrom('setting')
      .select('value')
      .where('name', '=', endName)
      .executeTakeFirst()
    return row?.value ?? null
  }
  /** Whether the entry is there that was the last when the end was marked. */
  const holds = async (mark: string) => {
    const row = await at(idOf(mark))
    return row !== undefined && mark === (await endAt(idOf(mark), row.hash))
  }

  async function append({ clerk, page, subject, query }: Look): Promise<void> {
    const sealed = await seal.seal(JSON.stringify(query), 'look')
    for (;;) {
      const before = await last()
      const mark = await end()
      if (before && mark === null && page !== unmarked.page) {
        await append(unmarked)
        continue
      }
      const id = (before?.id ?? 0) + 1
      const row = { id, clerk, page, subject, query: sealed, at: clock().toISOString() }
      const hash = await hashOf(row, before?.hash ?? '')
      const statements: CompiledQuery[] = [
        db
          .insertInto('look')
          .values({ ...row, hash })
          .onConflict((conflict) => conflict.doNothing())
          .compile(),
      ]
      // The mark of a trail that was cut stays: a new one would cover it up.
      if (mark === null || (await holds(mark))) {
        const next = await endAt(id, hash)
        statements.push(
          sql`insert into setting (name, value)
            select cast(${endName} as text), cast(${next} as text)
            where exists (select 1 from look where id = ${id} and hash = ${hash})
            on conflict (name) do update set value = excluded.value
            where setting.value < excluded.value`.compile(db),
        )
      }
      await atomically(statements)
      if ((await at(id))?.hash === hash) return
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
      const mark = await end()
      const isWhole = mark === null ? (await last()) === undefined : await holds(mark)
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
        if (rows.length < page) return { length, head, brokenAt: isWhole ? null : length + 1 }
      }
    },
  }
}

export type Looks = ReturnType<typeof createLooks>
