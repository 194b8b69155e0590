import type pg from 'pg'

/**
 * Fills a Postgres with conversations of two turns, and all that is kept beside them, so that it
 * plans as it would for many people. Nothing of it can be opened.
 */
export async function populate(client: pg.Client, count: number): Promise<void> {
  const insert = (table: string, columns: string, values: string, every = 1) =>
    client.query(`insert into "${table}" (${columns})
      select ${values} from (select n, md5(n::text) as id, 'web:' || md5(n::text) as chat
        from generate_series(1, ${count}) as n where n % ${every} = 0) as people`)
  const at = 'to_char(now() - n * interval \'1 second\', \'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"\')'
  for (const seq of [1, 2]) {
    await insert(
      ...(['inbox', '"eventId", "conversationId", "body", "receivedAt", "pending"'] as const),
      `chat || '#${seq}', chat, repeat('x', 200), ${at}, 0`,
    )
    await insert(
      ...(['turn', '"conversationId", "seq", "eventId", "state", "takenAt", "takenBy"'] as const),
      `chat, ${seq}, chat || '#${seq}', repeat('x', 500), ${at}, id`,
    )
    await insert(
      ...([
        'outbox',
        '"id", "conversationId", "seq", "kind", "effect", "dueAt", "sentAt"',
      ] as const),
      `chat || '/${seq}/0', chat, ${seq}, 'say', repeat('x', 300), ${at}, ${at}`,
    )
  }
  await insert(
    ...(['outbox', '"id", "conversationId", "seq", "kind", "effect", "dueAt", "error"'] as const),
    `chat || '/2/1', chat, 2, 'say', repeat('x', 300), '9999-12-31T00:00:00.000Z', 'closed'`,
    4,
  )
  await insert(
    ...(['address', '"hash", "channel", "conversationId", "address", "heardAt"'] as const),
    `id, 'wechat', chat, repeat('x', 200), ${at}`,
  )
  await insert('joining', '"conversationId", "into"', `id, chat`, 4)
  await insert('filing', '"serial", "conversationId"', 'id, chat')
  await insert(
    ...([
      'file',
      '"id", "conversationId", "name", "type", "bytes", "content", "createdAt"',
    ] as const),
    `id, chat, 'x', 'x', 1, repeat('x', 500), ${at}`,
  )
  await insert(
    'application',
    `"serial", "key", "business", "route", "application", "handling", "stage", "decision",
      "submittedAt", "updatedAt"`,
    `id, chat, 'pension-in', 'platform', repeat('x', 500), '处理中', 'submitted', 'x', ${at}, ${at}`,
  )
  await insert(
    ...(['action', '"id", "serial", "action", "clerk", "detail", "at"'] as const),
    `n, id, 'submit', 'x', 'x', ${at}`,
  )
  await client.query('vacuum analyze')
}
