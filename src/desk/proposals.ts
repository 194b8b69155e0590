import type { Kysely } from 'kysely'
import type { Seal } from '../store/seal.ts'
import type { Tables } from '../store/tables.ts'
import type { Particulars } from './particulars.ts'
import { beijing } from './serial.ts'
import type { ActionName } from './stages.ts'

/** What one clerk wants done and another has to approve. */
export type Proposal = {
  /** What tells it from one that was made in its place. */
  id: string
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
  const rowOf = (serial: string) =>
    db.selectFrom('proposal').selectAll().where('serial', '=', serial).executeTakeFirst()
  /** Nothing is sealed twice alike. */
  const idOf = (sealed: string) => seal.lookup(`proposal:${sealed}`)

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
      const row = await rowOf(serial)
      if (!row) return null
      const particulars = JSON.parse(await seal.open(row.particulars, `proposal:${serial}`))
      // Only `propose` writes the column, from the same type.
      const { clerk, at } = row
      return {
        id: await idOf(row.particulars),
        action: row.action as ActionName,
        particulars,
        clerk,
        at,
      }
    },

    /** Takes a proposal away, whichever it is or only that one; whether there was one still. */
    async remove(serial: string, id?: string): Promise<boolean> {
      const row = await rowOf(serial)
      if (!row || (id !== undefined && id !== (await idOf(row.particulars)))) return false
      const removed = await db
        .deleteFrom('proposal')
        .where('serial', '=', serial)
        .where('particulars', '=', row.particulars)
        .returning('serial')
        .executeTakeFirst()
      return removed !== undefined
    },
  }
}

export type Proposals = ReturnType<typeof createProposals>
