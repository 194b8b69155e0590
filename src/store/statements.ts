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

/** As above; but an event that waits for its turn is written as the turn takes it. Each event once. */
const takenStatement = (
  db: Kysely<Tables>,
  events: readonly Insertable<InboxTable>[],
): CompiledQuery =>
  db
    .insertInto('inbox')
    .values([...new Map(events.map((event) => [event.eventId, event])).values()])
    .onConflict((conflict) =>
      conflict
        .column('eventId')
        .doUpdateSet(({ ref }) => ({ body: ref('excluded.body') }))
        .where('inbox.pending', '=', 1),
    )
    .compile()

/**
 * The writes of several turns, as data. A row whose key is taken is passed over, and effects are
 * written only beside a turn of the very same attempt: so each turn commits, or loses, by itself.
 */
export function turnStatements(db: Kysely<Tables>, turns: readonly TurnRows[]): CompiledQuery[] {
  const effects = turns.flatMap(({ turn, outbox }) => outbox.map((row) => ({ turn, row })))
  return [
    takenStatement(
      db,
      turns.map(({ inbox }) => inbox),
    ),
    sql`insert into turn
      ("conversationId", "seq", "eventId", "flow", "state", "takenAt", "takenBy")
      select * from (${sql.join(turns.map(turnAfterItsOwn), sql` union all `)}) as taken
      where true on conflict do nothing`.compile(db),
    settledStatement(
      db,
      turns.map(({ turn }) => turn.eventId),
    ),
    ...chunks(effects, 50).map((some) =>
      sql`insert into outbox
        ("id", "conversationId", "seq", "kind", "effect", "dueAt", "sentAt", "claimedUntil")
        ${sql.join(some.map(effectOfTurn), sql` union all `)}`.compile(db),
    ),
  ]
}

/** A turn goes on only from the one before it: after an erasure there is none, and nothing comes back. */
const turnAfterItsOwn = ({ turn }: TurnRows) => sql`
  select ${turn.conversationId} as "conversationId", cast(${turn.seq} as integer) as "seq",
    ${turn.eventId} as "eventId", cast(${turn.flow} as text) as "flow", ${turn.state} as "state",
    ${turn.takenAt} as "takenAt", ${turn.takenBy} as "takenBy"
  where cast(${turn.seq} as integer) = 1 or exists (
    select 1 from turn
    where "conversationId" = ${turn.conversationId} and "seq" = cast(${turn.seq - 1} as integer))`

/** An event is pending as long as it has no turn: whoever lost a place must find it again after a crash. */
const settledStatement = (db: Kysely<Tables>, eventIds: readonly string[]): CompiledQuery =>
  sql`update inbox set "pending" = 1 - "pending"
    where "eventId" in (${sql.join(eventIds)}) and "pending" = case
      when exists (select 1 from turn where turn."eventId" = inbox."eventId") then 1 else 0 end
  `.compile(db)

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
