import { type CompiledQuery, type Insertable, type Kysely, sql } from 'kysely'
import type { InboxTable, OutboxTable, Tables, TurnTable } from './tables.ts'

/** One attempt at a turn, sealed and ready to be written: all of it is, or nothing. */
export type TurnRows = {
  inbox: Insertable<InboxTable>
  turn: Insertable<TurnTable>
  outbox: readonly Insertable<OutboxTable>[]
}

/** Keeps events; one that is kept already stays as it is. */
export const keepStatement = (
  db: Kysely<Tables>,
  events: readonly Insertable<InboxTable>[],
): CompiledQuery =>
  db
    .insertInto('inbox')
    .values([...events])
    .onConflict((conflict) => conflict.doNothing())
    .compile()

/**
 * The writes of several turns, as data. A row whose key is taken is passed over, and effects are
 * written only beside a turn of the very same attempt: so each turn commits, or loses, by itself.
 */
export function turnStatements(db: Kysely<Tables>, turns: readonly TurnRows[]): CompiledQuery[] {
  const effects = turns.flatMap(({ turn, outbox }) => outbox.map((row) => ({ turn, row })))
  return [
    keepStatement(
      db,
      turns.map(({ inbox }) => inbox),
    ),
    db
      .updateTable('inbox')
      .set({ pending: 0 })
      .where('pending', '=', 1)
      .where(
        'eventId',
        'in',
        turns.map(({ turn }) => turn.eventId),
      )
      .compile(),
    db
      .insertInto('turn')
      .values(turns.map(({ turn }) => turn))
      .onConflict((conflict) => conflict.doNothing())
      .compile(),
    ...chunks(effects, 50).map((some) =>
      sql`insert into outbox
        ("id", "conversationId", "seq", "kind", "effect", "dueAt", "sentAt", "claimedUntil")
        ${sql.join(some.map(effectOfTurn), sql` union all `)}`.compile(db),
    ),
  ]
}

type EffectOfTurn = { turn: Insertable<TurnTable>; row: Insertable<OutboxTable> }

const effectOfTurn = ({ turn, row }: EffectOfTurn) => sql`
  select ${row.id}, ${row.conversationId}, cast(${row.seq} as integer), ${row.kind},
    ${row.effect}, ${row.dueAt}, cast(${row.sentAt ?? null} as text),
    cast(${row.claimedUntil ?? null} as text)
  where exists (
    select 1 from turn
    where "conversationId" = ${turn.conversationId} and "seq" = cast(${turn.seq} as integer)
      and "takenBy" = ${turn.takenBy})`

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  const starts = Array.from({ length: Math.ceil(items.length / size) }, (_, index) => index * size)
  return starts.map((start) => items.slice(start, start + size))
}
