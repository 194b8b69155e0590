import type { Kysely } from 'kysely'
import type { Attachment } from '../backend/backend.ts'
import { fromBase64, toBase64 } from '../base64.ts'
import type { Seal } from './seal.ts'
import type { Tables } from './tables.ts'

/** A file with its bytes. */
export type FileContent = { name: string; type: string; content: Uint8Array<ArrayBuffer> }

/** Seals a file into a row that is ready to be inserted; `conversationId` is null for the desk's own. */
export async function sealFile(
  seal: Seal,
  { name, type, content }: FileContent,
  createdAt: string,
  conversationId: string | null = null,
  id: string = crypto.randomUUID(),
) {
  const attachment: Attachment = { id, name, type, bytes: content.length }
  const [sealedName, sealed] = await Promise.all([
    seal.seal(name, `fileName:${id}`),
    seal.seal(toBase64(content), `file:${id}`),
  ])
  const row = { ...attachment, name: sealedName, conversationId, content: sealed, createdAt }
  return { attachment, row }
}

/** Reads a stored file and opens it; null where there is none of that id, or not of that conversation. */
export async function readFile(
  db: Kysely<Tables>,
  seal: Seal,
  id: string,
  conversationId?: string,
): Promise<FileContent | null> {
  const row = await db
    .selectFrom('file')
    .select(['name', 'type', 'content', 'conversationId'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row || (conversationId !== undefined && row.conversationId !== conversationId)) return null
  const [name, content] = await Promise.all([
    // Files of before names were sealed bear theirs in the open.
    seal.open(row.name, `fileName:${id}`).catch(() => row.name),
    seal.open(row.content, `file:${id}`),
  ])
  return { name, type: row.type, content: fromBase64(content) }
}
