import type { Kysely } from 'kysely'
import type { Atomically } from './atomically.ts'
import type { Seal } from './seal.ts'
import type { Tables } from './tables.ts'

/** Takes away what is not to be kept any longer, a part of a conversation or all of it. */
export function createErasure(db: Kysely<Tables>, atomically: Atomically, seal: Seal) {
  const joinedTo = (conversation: string) =>
    db.selectFrom('joining').select('conversationId').where('into', '=', conversation)

  const hashOf = (conversation: string) => seal.lookup(`erased:${conversation}`)

  /** Before the rows go that know of them; whatever comes in between is found by no row, and tidied up. */
  async function clearShelf(conversation: string): Promise<void> {
    if (!seal.shelf) return
    const rows = await db
      .selectFrom('file')
      .select('id')
      .where((eb) =>
        eb.or([
          eb('conversationId', '=', conversation),
          eb('conversationId', 'in', joinedTo(conversation)),
        ]),
      )
      .execute()
    await seal.shelf.drop(rows.map(({ id }) => id))
  }

  return {
    /** Deletes what led to turn `seq`, which stays the last, and all files. */
    async forgetBefore(conversation: string, seq: number): Promise<void> {
      const before = db
        .selectFrom('turn')
        .select('eventId')
        .where('conversationId', '=', conversation)
        .where('seq', '<', seq)
      await clearShelf(conversation)
      await atomically([
        db.deleteFrom('inbox').where('eventId', 'in', before).compile(),
        ...(['outbox', 'turn'] as const).map((table) =>
          db
            .deleteFrom(table)
            .where('conversationId', '=', conversation)
            .where('seq', '<', seq)
            .compile(),
        ),
        db.deleteFrom('file').where('conversationId', '=', conversation).compile(),
      ])
    },

    /** Erases everything about a conversation that is ours to erase, with what was joined to it. */
    async erase(conversation: string): Promise<void> {
      const tables = [
        ...(['outbox', 'turn', 'inbox', 'file', 'filing', 'handoff'] as const),
        ...(['address', 'joinCode', 'ticket'] as const),
      ]
      const joined = joinedTo(conversation)
      const all = [conversation, ...(await joined.execute()).map((row) => row.conversationId)]
      const at = new Date().toISOString()
      const erased = await Promise.all(all.map(async (one) => ({ hash: await hashOf(one), at })))
      await clearShelf(conversation)
      await atomically(
        [
          db
            .insertInto('erased')
            .values(erased)
            .onConflict((conflict) => conflict.column('hash').doUpdateSet({ at }))
            .compile(),
          ...tables.flatMap((table) => [
            db.deleteFrom(table).where('conversationId', '=', conversation).compile(),
            db.deleteFrom(table).where('conversationId', 'in', joined).compile(),
          ]),
          db.deleteFrom('joining').where('into', '=', conversation).compile(),
        ],
        { alone: [conversation] },
      )
    },

    /** What was erased at `since` or later, as keyed hashes. */
    async erasedSince(since: string): Promise<Set<string>> {
      const rows = await db.selectFrom('erased').select('hash').where('at', '>=', since).execute()
      return new Set(rows.map(({ hash }) => hash))
    },

    /** Whether a conversation is among what was erased elsewhere. */
    isAmong: async (erased: ReadonlySet<string>, conversation: string): Promise<boolean> =>
      erased.has(await hashOf(conversation)),

    /** Forgets what was erased before `before`, once no copy is kept any more that has it. */
    async forgetErased(before: string): Promise<void> {
      await db.deleteFrom('erased').where('at', '<', before).execute()
    },
  }
}
