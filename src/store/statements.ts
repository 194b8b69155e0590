import { type CompiledQuery, type Insertable, type Kysely, sql } from 'kysely'
import type { InboxTable, OutboxTable, Tables, TurnTable } from './tables.ts'

/** One attempt at a turn, sealed and ready to be written: all of it is, or nothing. */
export type TurnRows = {
  inbox: Insertable<InboxTable>
  turn: Insertable<TurnTable>
  /** `takenBy` of the turn that this one goes on from; null where any turn before it will do. */
  follows: string | null
  outbox: readonly Insertable<OutboxTable>[]
}

const inOrder = (events: readonly Insertable<InboxTable>[]): Insertable<InboxTable>[] =>
  [...events].sort((a, b) => (a.eventId < b.eventId ? -1 : 1))

/** Keeps events; one that is kept already stays as it is. */
export const keepStatement = (
  db: Kysely<Tables>,
  events: readonly Insertable<InboxTable>[],
): CompiledQuery =>
  db
    .insertInto('inbox')
    .values(inOrder(events))
    .onConflict((conflict) => conflict.doNothing())
    .compile()

/**
 * As above; but an event that waits for its turn is written as the turn takes it. Of one that comes twice
 * at once it is the first that has a turn, and so the first that is written.
 */
const takenStatement = (
  db: Kysely<Tables>,
  events: readonly Insertable<InboxTable>[],
): CompiledQuery =>
  db
    .insertInto('inbox')
    .values(
      inOrder([...new Map(events.toReversed().map((event) => [event.eventId, event])).values()]),
    )
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
 * Written again after a commit in doubt they change nothing. They go in the order of their keys, so
 * that of two processes with the same turns one waits and neither gives up.
 */
export function turnStatements(db: Kysely<Tables>, batch: readonly TurnRows[]): CompiledQuery[] {
  const turns = [...batch].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
  const effects = turns.flatMap(({ turn, outbox }) => outbox.map((row) => ({ turn, row })))
  return [
    takenStatement(
      db,
      turns.map(({ inbox }) => inbox),
    ),
    insertTurns(turns).compile(db),
    settledStatement(
      db,
      turns.map(({ turn }) => turn.eventId),
    ),
    ...chunks(effects, 50).map((some) => insertEffects(some).compile(db)),
  ]
}

const placeOf = ({ turn }: TurnRows): string =>
  `${turn.conversationId} ${String(turn.seq).padStart(9, '0')} ${turn.eventId}`

/**
 * A turn goes on only from the one before it. After an erasure there is none, or that of a new
 * beginning, and nothing comes back.
 */
const insertTurns = (turns: readonly TurnRows[]) => sql`
  with taken ("conversationId", "seq", "eventId", "flow", "step", "state", "takenAt", "takenBy",
    "follows") as (values ${sql.join(turns.map(rowOfTurn))})
  insert into turn
    ("conversationId", "seq", "eventId", "flow", "step", "state", "takenAt", "takenBy")
  select "conversationId", "seq", "eventId", "flow", "step", "state", "takenAt", "takenBy"
  from taken
  where "seq" = 1 or exists (
    select 1 from turn as before
    where before."conversationId" = taken."conversationId" and before."seq" = taken."seq" - 1
      and before."takenBy" = coalesce(taken."follows", before."takenBy"))
  on conflict do nothing`

const rowOfTurn = ({ turn, follows }: TurnRows) => sql`(
  ${turn.conversationId}, cast(${turn.seq} as integer), ${turn.eventId},
  cast(${turn.flow} as text), cast(${turn.step} as text), ${turn.state},
  ${turn.takenAt}, ${turn.takenBy},
  cast(${follows} as text))`

/** An event is pending as long as it has no turn: whoever lost a place must find it again after a crash. */
const settledStatement = (db: Kysely<Tables>, eventIds: readonly string[]): CompiledQuery =>
  sql`update inbox set "pending" = 1 - "pending"
    where "eventId" in (${sql.join(eventIds)}) and "pending" = case
      when exists (select 1 from turn where turn."eventId" = inbox."eventId") then 1 else 0 end
  `.compile(db)

type EffectOfTurn = { turn: Insertable<TurnTable>; row: Insertable<OutboxTable> }

const insertEffects = (effects: readonly EffectOfTurn[]) => sql`
  with owed ("id", "conversationId", "seq", "kind", "effect", "dueAt", "sentAt", "claimedUntil",
    "takenBy") as (values ${sql.join(effects.map(rowOfEffect))})
  insert into outbox
    ("id", "conversationId", "seq", "kind", "effect", "dueAt", "sentAt", "claimedUntil")
  select "id", "conversationId", "seq", "kind", "effect", "dueAt", "sentAt", "claimedUntil"
  from owed where exists (
    select 1 from turn
    where turn."conversationId" = owed."conversationId" and turn."seq" = owed."seq"
      and turn."takenBy" = owed."takenBy")
  on conflict do nothing`

const rowOfEffect = ({ turn, row }: EffectOfTurn) => sql`(
  ${row.id}, ${row.conversationId}, cast(${row.seq} as integer), ${row.kind}, ${row.effect},
  ${row.dueAt}, cast(${row.sentAt ?? null} as text), cast(${row.claimedUntil ?? null} as text),
  ${turn.takenBy})`

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  const starts = Array.from({ length: Math.ceil(items.length / size) }, (_, index) => index * size)
  return starts.map((start) => items.slice(start, start + size))
}
