import type { Kysely } from 'kysely'
import type { Seal } from '../store/seal.ts'
import type { Tables } from '../store/tables.ts'
import type { Particulars } from './particulars.ts'
import { beijing } from './serial.ts'
import type { ActionName } from './stages.ts'

/** What one clerk wants done and another has to approve. */
export type Proposal = {
  action: ActionName
  particulars: Particulars
  clerk: string
  at: string
}

/** What is hard to take back: it tells a person no, or books money. */
const weighty: readonly ActionName[] = ['refuse', 'record-funds']

/** Decisions that wait for a second clerk, where the agency wants two for them. */
export function createProposals(
  db: Kysely<Tables>,
  seal: Seal,
  clock: () => Date,
  secondClerk: 'on' | 'off',
) {
  return {
    /** Whether an action waits for a second clerk. */
    mustWait: (action: ActionName): boolean => secondClerk === 'on' && weighty.includes(action),

    /** Proposes; false where something is proposed for this application already. */
    async propose(
      serial: string,
      action: ActionName,
      particulars: Particulars,
      clerk: string,
    ): Promise<boolean> {
      const proposed = await db
        .insertInto('proposal')
        .values({
          ...{ serial, action, clerk, at: beijing(clock()) },
          particulars: await seal.seal(JSON.stringify(particulars), `proposal:${serial}`),
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('serial')
        .executeTakeFirst()
      return proposed !== undefined
    },

    async read(serial: string): Promise<Proposal | null> {
      const row = await db
        .selectFrom('proposal')
        .selectAll()
        .where('serial', '=', serial)
        .executeTakeFirst()
      if (!row) return null
      const particulars = JSON.parse(await seal.open(row.particulars, `proposal:${serial}`))
      // Only `propose` writes the column, from the same type.
      return { action: row.action as ActionName, particulars, clerk: row.clerk, at: row.at }
    },

    /** Takes a proposal away; whether there was one still. */
    async remove(serial: string): Promise<boolean> {
      const removed = await db
        .deleteFrom('proposal')
        .where('serial', '=', serial)
        .returning('serial')
        .executeTakeFirst()
      return removed !== undefined
    },
  }
}

export type Proposals = ReturnType<typeof createProposals>
