import type { Kysely } from 'kysely'
import type { Attachment } from '../backend/backend.ts'
import { fromBase64, toBase64 } from '../backend/base64.ts'
import type { Seal } from './seal.ts'
import type { Tables } from './tables.ts'

/** A file with its bytes. */
export type FileContent = { name: string; type: string; content: Uint8Array<ArrayBuffer> }

/** Seals a file and keeps it for a conversation. */
export async function keepFile(
  db: Kysely<Tables>,
  seal: Seal,
  { name, type, content }: FileContent,
  createdAt: string,
  conversationId: string,
): Promise<Attachment> {
  const id = crypto.randomUUID()
  const sealed = await seal.seal(toBase64(content), `file/${id}`)
  const attachment = { id, name, type, bytes: content.length }
  await db
    .insertInto('file')
    .values({ ...attachment, conversationId, content: sealed, createdAt })
    .execute()
  return attachment
}

/** Reads a file of a conversation; null where it has none of that id. */
export async function readFile(
  db: Kysely<Tables>,
  seal: Seal,
  id: string,
  conversationId: string,
): Promise<FileContent | null> {
  const row = await db
    .selectFrom('file')
    .select(['name', 'type', 'content'])
    .where('id', '=', id)
    .where('conversationId', '=', conversationId)
    .executeTakeFirst()
  if (!row) return null
  const content = fromBase64(await seal.open(row.content, `file/${id}`))
  return { name: row.name, type: row.type, content }
}

/** Reads a file whoever it belongs to: for sending it to the agency that its owner chose. */
export async function readAnyFile(
  db: Kysely<Tables>,
  seal: Seal,
  id: string,
): Promise<FileContent | null> {
  const row = await db
    .selectFrom('file')
    .select(['name', 'type', 'content'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return null
  return {
    name: row.name,
    type: row.type,
    content: fromBase64(await seal.open(row.content, `file/${id}`)),
  }
}
