import { type Kysely, sql } from 'kysely'
import type { Atomically } from './atomically.ts'
import type { DocumentTable, FileTable, Tables } from './tables.ts'

/** Small durable facts beside the conversations: who filed what, who asked for a person, files, settings. */
export function createNotes(db: Kysely<Tables>, atomically: Atomically) {
  return {
    /** Remembers which conversation an application came from. */
    noteFiling: (serial: string, conversation: string): Promise<void> =>
      atomically([
        db
          .insertInto('filing')
          .values({ serial, conversationId: conversation })
          .onConflict((conflict) => conflict.doNothing())
          .compile(),
      ]),

    /** Keeps a sealed file. */
    keepFile: (row: FileTable): Promise<void> =>
      atomically([db.insertInto('file').values(row).compile()]),

    /**
     * Drops files of a conversation, or of one that was joined to it, that it refers to no more, unless
     * something that it files may still need them.
     */
    dropFiles: (conversation: string, ids: readonly string[]): Promise<void> =>
      atomically([
        db
          .deleteFrom('file')
          .where('id', 'in', ids)
          .where(({ or, eb, selectFrom }) =>
            or([
              eb('conversationId', '=', conversation),
              eb(
                'conversationId',
                'in',
                selectFrom('joining').select('conversationId').where('into', '=', conversation),
              ),
            ]),
          )
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom('outbox')
                  .select('id')
                  .where('conversationId', '=', conversation)
                  .where('kind', '=', 'submit')
                  .where('sentAt', 'is', null),
              ),
            ),
          )
          .compile(),
      ]),

    /** How many bytes of files are kept for a conversation. */
    async bytesOf(conversation: string): Promise<number> {
      const { bytes } = await db
        .selectFrom('file')
        .select(({ fn }) => fn.sum('bytes').as('bytes'))
        .where('conversationId', '=', conversation)
        .executeTakeFirstOrThrow()
      return Number(bytes ?? 0)
    },

    /** Keeps a document that was made for a person, and enters it into the register. */
    keepDocument: (file: FileTable, document: DocumentTable): Promise<void> =>
      atomically([
        db.insertInto('document').values(document).compile(),
        db.insertInto('file').values(file).compile(),
      ]),

    /** The conversation that an application came from. */
    async filedFrom(serial: string): Promise<string | null> {
      const row = await db
        .selectFrom('filing')
        .select('conversationId')
        .where('serial', '=', serial)
        .executeTakeFirst()
      return row?.conversationId ?? null
    },

    /** Notes that a conversation asked for a person. */
    async noteHandoff(conversation: string, since: string): Promise<void> {
      await db
        .insertInto('handoff')
        .values({ conversationId: conversation, since, clerk: null })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },

    /** A token of a web chat was used for the first time: those made before it are no longer the newest. */
    useTicket: (conversation: string, madeAt: string, usedAt: string): Promise<void> =>
      atomically([
        sql`insert into ticket ("conversationId", "madeAt", "usedAt")
          select cast(${conversation} as text), cast(${madeAt} as text), cast(${usedAt} as text)
          where exists (select 1 from turn where "conversationId" = ${conversation})
          on conflict ("conversationId") do update
          set "madeAt" = excluded."madeAt", "usedAt" = excluded."usedAt"
          where ticket."madeAt" < excluded."madeAt"`.compile(db),
      ]),

    /** The newest token of a web chat that was used; null while it has only its first. */
    async newestTicket(conversation: string): Promise<{ madeAt: string; usedAt: string } | null> {
      const row = await db
        .selectFrom('ticket')
        .select(['madeAt', 'usedAt'])
        .where('conversationId', '=', conversation)
        .executeTakeFirst()
      return row ?? null
    },

    async setting(name: string): Promise<string | null> {
      const row = await db
        .selectFrom('setting')
        .select('value')
        .where('name', '=', name)
        .executeTakeFirst()
      return row?.value ?? null
    },

    async setSetting(name: string, value: string): Promise<void> {
      await db
        .insertInto('setting')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute()
    },
  }
}
