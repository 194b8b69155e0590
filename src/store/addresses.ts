import { type Kysely, type Selectable, sql } from 'kysely'
import type { Address, Contact } from '../channels/channel.ts'
import type { Atomically } from './atomically.ts'
import type { Seal } from './seal.ts'
import type { AddressTable, Tables } from './tables.ts'

/** Where a person is reached, and how far the conversation has come there. */
export type Reached = { hash: string; address: Address; contact: Contact }

/** Where people are reached. Ids of accounts are sealed; in the open there are only keyed hashes. */
export function createAddresses(db: Kysely<Tables>, atomically: Atomically, seal: Seal) {
  const about = (hash: string) => `address:${hash}`

  async function opened(row: Selectable<AddressTable>): Promise<Reached> {
    const address = JSON.parse(await seal.open(row.address, about(row.hash)))
    const contact = { heardAt: new Date(row.heardAt), sentSince: row.sentSince }
    return { hash: row.hash, address, contact }
  }

  return {
    /** What an address is known by in the open; the same whatever there is to reply to. */
    addressHash: ({ channel, account, person }: Address): Promise<string> =>
      seal.lookup(`address:${JSON.stringify([channel, account, person])}`),

    /**
     * Somebody wrote from this address at `at`: its allowance begins anew, and answers go to it as it
     * is now. Answers with the conversation that it belongs to, `conversation` where it is new.
     */
    async heardFrom(
      hash: string,
      address: Address,
      at: string,
      conversation: string,
    ): Promise<string> {
      const row = {
        ...{ hash, channel: address.channel, conversationId: conversation },
        ...{ address: await seal.seal(JSON.stringify(address), about(hash)), heardAt: at },
      }
      await atomically([
        db
          .insertInto('address')
          .values({ ...row, sentSince: 0 })
          .onConflict((conflict) =>
            conflict
              .column('hash')
              .doUpdateSet({ address: row.address, heardAt: at, sentSince: 0 })
              .where('address.heardAt', '<=', at),
          )
          .compile(),
      ])
      const kept = await db
        .selectFrom('address')
        .select('conversationId')
        .where('hash', '=', hash)
        .executeTakeFirst()
      return kept?.conversationId ?? conversation
    },

    /** One address by its hash. */
    async addressOf(hash: string): Promise<Address | null> {
      const row = await db
        .selectFrom('address')
        .selectAll()
        .where('hash', '=', hash)
        .executeTakeFirst()
      return row ? (await opened(row)).address : null
    },

    /** Where the person of a conversation is reached, also once it goes on in another; last heard of first. */
    async addressesOf(conversation: string): Promise<Reached[]> {
      const rows = await db
        .selectFrom('address')
        .selectAll()
        .where(
          'conversationId',
          'in',
          // One list, and no "or": beside a subquery that makes Postgres read every address.
          sql<string>`(select cast(${conversation} as text) union all
            select "into" from joining where "conversationId" = ${conversation})`,
        )
        .orderBy('heardAt', 'desc')
        .orderBy('hash')
        .execute()
      return Promise.all(rows.map(opened))
    },

    /** Whether a message in a group is the first of that hash: then it is to be answered. */
    async firstMention(hash: string, at: string): Promise<boolean> {
      const row = await db
        .insertInto('mention')
        .values({ hash, at })
        .onConflict((conflict) => conflict.doNothing())
        .returning('hash')
        .executeTakeFirst()
      return row !== undefined
    },

    /** Forgets the messages in groups that were answered before `before`, and codes that have expired. */
    async forgetPassed(before: string): Promise<void> {
      await atomically([
        db.deleteFrom('mention').where('at', '<', before).compile(),
        db.deleteFrom('joinCode').where('expiresAt', '<', before).compile(),
      ])
    },

    /** A parcel went out: the `parcels`-th of a saying. */
    noteSent: (outboxId: string, parcels: number, hash: string): Promise<void> =>
      atomically([
        db.updateTable('outbox').set({ parcels }).where('id', '=', outboxId).compile(),
        db
          .updateTable('address')
          .set({ sentSince: sql`"sentSince" + 1` })
          .where('hash', '=', hash)
          .compile(),
      ]),
  }
}
