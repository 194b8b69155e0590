import { statSync } from 'node:fs'
import { openDatabase } from '../../src/store/open.ts'
import { type Handle, openHandle } from '../../src/store/sqlite/handle.ts'

/** About how large one conversation is in a filled database, its share of the indexes included. */
export const bytesEach = 9_900

/**
 * Fills a new SQLite database with so many conversations that were left after three turns, in the last
 * twenty days: nine rows each, every tenth with a filed application and its reminder, every hundredth
 * with a saying that is held until the person writes. A whole application would be sixty rows; what a
 * turn looks up is found in the same tables and indexes. Nobody ever opens them, so where the real rows
 * hold something sealed these hold letters, as many as there are on the average in such turns.
 */
export async function fillDatabase(file: string, conversations: number): Promise<{ MB: number }> {
  await (await openDatabase(`sqlite:${file}`)).destroy()
  const database = await openHandle(file)
  try {
    await database.exec(`pragma journal_mode = off; pragma synchronous = off;
      pragma cache_size = -400000; pragma temp_store = memory; begin`)
    // Made at the end, from all rows in their order, they take a fraction of the time.
    const indexes = await database.all({
      sql: `select name, sql from sqlite_master where type = 'index' and sql is not null`,
      parameters: [],
    })
    for (const { name } of indexes) await database.exec(`drop index "${name}"`)
    await insertAll(database, conversations)
    for (const { sql } of indexes) await database.exec(String(sql))
    await database.exec('drop table people; commit')
  } finally {
    await database.close()
  }
  return { MB: Math.round(statSync(file).size / 1e6) }
}

const letters = (count: number) => `printf('%.*c', ${count}, 'x')`

async function insertAll(database: Handle, conversations: number): Promise<void> {
  const insert = (table: string, columns: string, from: string) =>
    database.exec(`insert into ${table} (${columns}) ${from}`)

  await database.exec(`create temp table people as
    with recursive counted (n) as
      (select 0 union all select n + 1 from counted where n + 1 < ${conversations})
    select n,
      printf('web:%08x-0000-4000-8000-000000000000', n * 4294967296 / ${conversations}) as id,
      printf('1000%012d', n) as serial,
      strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-' || (n * 7919 % 1728000) || ' seconds') as at,
      strftime('%Y-%m-%dT01:00:00.000Z', 'now', '+' || (2 + n % 28) || ' days') as later
    from counted`)
  const threeTimes = 'people, (select 1 as seq union all select 2 union all select 3)'
  const filed = 'from people where n % 10 = 0'
  await insert(
    ...(['inbox', '"eventId", "conversationId", "body", "receivedAt", "pending"'] as const),
    `select id || '#m' || seq, id, ${letters(270)}, at, 0 from ${threeTimes}`,
  )
  await insert(
    'turn',
    '"conversationId", "seq", "eventId", "flow", "step", "state", "takenAt", "takenBy"',
    `select id, seq, id || '#m' || seq, 'pension-in', 'name', ${letters(1060)}, at,
      lower(hex(randomblob(18))) from ${threeTimes}`,
  )
  const outbox = '"id", "conversationId", "seq", "kind", "effect", "dueAt", "sentAt", "error"'
  await insert(
    ...(['outbox', outbox] as const),
    `select id || '/' || seq || '/0', id, seq, 'say', ${letters(700)}, at, at, null
      from ${threeTimes}`,
  )
  await insert(
    ...(['outbox', outbox] as const),
    `select id || '/3/1', id, 3, 'remind', ${letters(155)}, later, null, null ${filed}`,
  )
  await insert(
    ...(['outbox', outbox] as const),
    `select id || '/3/2', id, 3, 'say', ${letters(700)}, '9999-12-31T00:00:00.000Z', null, 'closed'
      from people where n % 100 = 0`,
  )
  await insert('filing', '"serial", "conversationId"', `select serial, id ${filed}`)
  await insert(
    'application',
    `"serial", "key", "business", "route", "idNumberHash", "nameHash", "application", "handling",
      "stage", "decision", "submittedAt", "updatedAt"`,
    `select serial, id || '/3/0', 'pension-in', 'platform', lower(hex(randomblob(21))),
      lower(hex(randomblob(21))), ${letters(855)}, '处理中', 'submitted', ${letters(80)}, at, at
      ${filed}`,
  )
  await insert(
    'action',
    '"id", "serial", "action", "clerk", "detail", "at"',
    `select n / 10 + 1, serial, 'submit', '申请人', ${letters(47)}, at ${filed}`,
  )
}
