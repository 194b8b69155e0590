import type { Kysely } from 'kysely'
import type { Change } from '../backend/backend.ts'
import type { Signer } from '../backend/signature.ts'
import type { Tables } from '../store/tables.ts'
import type { AgencyRecord } from './record.ts'

/** What calling back needs. */
export type CallbackDependencies = {
  db: Kysely<Tables>
  record: AgencyRecord
  signer: Signer
}

const prefix = 'gateway.callback '

/** As many other installations as one desk calls back. */
const most = 20

/**
 * Tells other installations about changes. Each has its own cursor in the database; a failed call
 * is made again at the next change, and the other side polls in the meantime.
 */
export function createCallbacks({ db, record, signer }: CallbackDependencies) {
  const addresses = () =>
    db.selectFrom('setting').selectAll().where('name', 'like', `${prefix}%`).execute()

  const call = async (address: string, change: Change) => {
    const body = JSON.stringify(change)
    const response = await fetch(`${address.replace(/\/$/, '')}/backend/callback`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'jiexu-signature': await signer.sign(body) },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    })
    return response.ok
  }

  const tell = async (name: string, cursor: string) => {
    const { changes, cursor: next } = await record.changes(cursor)
    for (const change of changes) if (!(await call(name.slice(prefix.length), change))) return
    if (next !== null && next !== cursor)
      await db.updateTable('setting').set({ value: next }).where('name', '=', name).execute()
  }

  return {
    /** Remembers an address; it is told what happens from now on. */
    async remember(address: string) {
      const known = await addresses()
      if (known.length >= most || known.some(({ name }) => name === prefix + address)) return
      const { newest } = await db
        .selectFrom('action')
        .select((select) => select.fn.max('id').as('newest'))
        .executeTakeFirstOrThrow()
      await db
        .insertInto('setting')
        .values({ name: prefix + address, value: String(newest ?? 0) })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },
    /** Tells every address what it has not been told; a deaf one keeps nobody else waiting. */
    async push(): Promise<void> {
      const known = await addresses()
      await Promise.allSettled(known.map(({ name, value }) => tell(name, value)))
    },
  }
}
