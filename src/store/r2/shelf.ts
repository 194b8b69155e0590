import type { Kysely } from 'kysely'
import type { Shelf } from '../seal.ts'
import type { Tables } from '../tables.ts'

/** What we use of an R2 bucket. */
export type Bucket = {
  put(key: string, text: string): Promise<unknown>
  get(key: string): Promise<{ text(): Promise<string> } | null>
  delete(keys: string[]): Promise<void>
  list(options: { limit: number; cursor?: string }): Promise<{
    objects: readonly { key: string; uploaded: Date }[]
    truncated: boolean
    cursor?: string
  }>
}

/** The most that R2 deletes at once. */
const mostAtOnce = 1000

/** Files in an R2 bucket, each under its own id. */
export const createShelf = (bucket: Bucket): Shelf => ({
  async put(id, sealed) {
    await bucket.put(id, sealed)
  },
  async get(id) {
    return (await bucket.get(id))?.text() ?? null
  },
  async drop(ids) {
    for (let at = 0; at < ids.length; at += mostAtOnce) {
      await bucket.delete(ids.slice(at, at + mostAtOnce))
    }
  },
})

/** Younger ones may be on their way into the database, milliseconds. */
const grace = 86_400_000

/**
 * Throws away what was put on the shelf and never got its row, since something broke in between. Looks
 * at one page; answers where the next one begins.
 */
export async function tidyShelf(
  bucket: Bucket,
  db: Kysely<Tables>,
  now: Date,
  cursor: string | null,
): Promise<string> {
  const page = await bucket.list({ limit: 500, ...(cursor && { cursor }) })
  const old = page.objects.flatMap(({ key, uploaded }) =>
    now.getTime() - uploaded.getTime() > grace ? [key] : [],
  )
  if (old.length > 0) {
    const rows = await db.selectFrom('file').select('id').where('id', 'in', old).execute()
    const known = new Set(rows.map(({ id }) => id))
    await createShelf(bucket).drop(old.filter((id) => !known.has(id)))
  }
  return (page.truncated && page.cursor) || ''
}
