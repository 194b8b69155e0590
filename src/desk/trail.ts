import type { Kysely } from 'kysely'
import type { Change, Status } from '../backend/backend.ts'
import type { Seal } from '../store/seal.ts'
import type { Tables } from '../store/tables.ts'

/** One line of an application's history. */
export type Entry = { action: string; clerk: string; at: string; detail: Record<string, unknown> }

const most = 100

/** What was done to one application, oldest first. */
export async function historyOf(
  db: Kysely<Tables>,
  seal: Seal,
  serial: string,
): Promise<readonly Entry[]> {
  const rows = await db
    .selectFrom('action')
    .select(['action', 'clerk', 'at', 'detail'])
    .where('serial', '=', serial)
    .orderBy('id')
    .execute()
  return Promise.all(
    rows.map(async ({ detail, ...row }) => ({
      ...row,
      detail: JSON.parse(await seal.open(detail, `action:${serial}`)),
    })),
  )
}

/** At most a hundred changes of status after a cursor, in the order in which they were committed. */
export async function changesAfter(
  db: Kysely<Tables>,
  seal: Seal,
  after: string | null,
): Promise<{ changes: readonly Change[]; cursor: string | null }> {
  const rows = await db
    .selectFrom('action')
    .select(['id', 'serial', 'status', 'at'])
    .where('id', '>', Number(after ?? 0))
    .where('status', 'is not', null)
    .orderBy('id')
    .limit(most)
    .execute()
  const changes = await Promise.all(
    rows.map(async ({ id, serial, status, at }): Promise<Change> => {
      const opened: Status = JSON.parse(await seal.open(status ?? '', `status:${serial}`))
      return { id: `${serial}-${id}`, at, status: opened }
    }),
  )
  const last = rows.at(-1)
  return { changes, cursor: last ? String(last.id) : after }
}
