import type { Kysely } from 'kysely'
import type { Seal } from './seal.ts'
import type { Tables } from './tables.ts'

const name = 'seal.mark'
const words = 'jiexu'

/** Whether something has been sealed in this database before, so that a new key could not open it. */
export async function isMarked(db: Kysely<Tables>): Promise<boolean> {
  return (await read(db)) !== undefined
}

/** Whether the keys open this database. Marks one that is new with them. */
export async function opensWith(db: Kysely<Tables>, seal: Seal): Promise<boolean> {
  if (!(await isMarked(db))) {
    const value = await seal.seal(words, name)
    await db
      .insertInto('setting')
      .values({ name, value })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  // Another process may have been faster, with another key.
  const mark = await read(db)
  return seal.open(mark ?? '', name).then(
    () => true,
    () => false,
  )
}

async function read(db: Kysely<Tables>): Promise<string | undefined> {
  const row = await db
    .selectFrom('setting')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirst()
  return row?.value
}
