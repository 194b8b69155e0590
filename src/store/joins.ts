import { type Kysely, sql } from 'kysely'
import type { Atomically } from './atomically.ts'
import type { Seal } from './seal.ts'
import type { Tables } from './tables.ts'

/** What a code leads to: the conversation that it was made for. */
export type CodeUse =
  | { kind: 'joins'; conversation: string }
  | { kind: 'own' }
  | { kind: 'invalid' }

/** Two chats of one person: codes that join them, and what goes on where. */
export function createJoins(db: Kysely<Tables>, atomically: Atomically, seal: Seal) {
  const hashOf = (code: string) => seal.lookup(`joinCode:${code}`)

  return {
    /**
     * Keeps a code for a conversation, in the place of any it had. Where the same digits are valid for
     * another one already, neither is to be reached by them any more.
     */
    async keepCode(
      code: string,
      conversation: string,
      channel: string,
      expiresAt: string,
    ): Promise<void> {
      const row = { hash: await hashOf(code), conversationId: conversation, channel, expiresAt }
      await atomically([
        db
          .deleteFrom('joinCode')
          .where('conversationId', '=', conversation)
          .where('hash', '!=', row.hash)
          .compile(),
        db
          .insertInto('joinCode')
          .values({ ...row, usedBy: null })
          .onConflict((conflict) =>
            conflict
              .column('hash')
              .doUpdateSet({ usedBy: 'two conversations' })
              .where('joinCode.conversationId', '!=', conversation),
          )
          .compile(),
      ])
    },

    /** Uses a code, once: the same `usedBy` again gets the same answer. */
    async useCode(
      code: string,
      {
        from,
        channel,
        now,
        usedBy,
      }: { from: string; channel: string; now: string; usedBy: string },
    ): Promise<CodeUse> {
      const hash = await hashOf(code)
      const row = await db
        .selectFrom('joinCode')
        .select(['conversationId', 'channel', 'usedBy'])
        .where('hash', '=', hash)
        .where((eb) => eb.or([eb('expiresAt', '>', now), eb('usedBy', '=', usedBy)]))
        .executeTakeFirst()
      if (row?.conversationId === from) return { kind: 'own' }
      if (!row || row.channel !== channel) return { kind: 'invalid' }
      await atomically([
        db
          .updateTable('joinCode')
          .set({ usedBy })
          .where('hash', '=', hash)
          .where('usedBy', 'is', null)
          .compile(),
      ])
      const after = await db
        .selectFrom('joinCode')
        .select('usedBy')
        .where('hash', '=', hash)
        .executeTakeFirst()
      if (after?.usedBy !== usedBy) return { kind: 'invalid' }
      return { kind: 'joins', conversation: row.conversationId }
    },

    /** Settles that `from` is to go on in `into`. False: one of them goes on elsewhere already. */
    async claimJoin(from: string, into: string): Promise<boolean> {
      await atomically([
        sql`insert into joining ("conversationId", "into") select cast(${from} as text), cast(${into} as text)
          where not exists (select 1 from joining where "conversationId" = ${into})
          on conflict do nothing`.compile(db),
      ])
      const row = await db
        .selectFrom('joining')
        .select('into')
        .where('conversationId', '=', from)
        .executeTakeFirst()
      return row?.into === into
    },

    /** From now on everything of `from` belongs to `into`. */
    join: (from: string, into: string): Promise<void> =>
      atomically([
        ...(['address', 'filing'] as const).map((table) =>
          db
            .updateTable(table)
            .set({ conversationId: into })
            .where('conversationId', '=', from)
            .compile(),
        ),
        db.deleteFrom('handoff').where('conversationId', '=', from).compile(),
        db.deleteFrom('joinCode').where('conversationId', '=', from).compile(),
        db.updateTable('joining').set({ into }).where('into', '=', from).compile(),
      ]),

    /** The conversations that go on in this one. */
    async joinedTo(conversation: string): Promise<string[]> {
      const rows = await db
        .selectFrom('joining')
        .select('conversationId')
        .where('into', '=', conversation)
        .orderBy('conversationId')
        .execute()
      return rows.map(({ conversationId }) => conversationId)
    },
  }
}
