import type { Kysely } from 'kysely'
import type { Attachment } from '../backend/backend.ts'
import { fromBase64, toBase64 } from '../base64.ts'
import type { Seal } from './seal.ts'
import type { Tables } from './tables.ts'

/** In place of a content that lies on the shelf. */
const onShelf = ''

/** A file with its bytes. */
export type FileContent = { name: string; type: string; content: Uint8Array<ArrayBuffer> }

/**
 * Seals a file into a row that is ready to be inserted; `conversationId` is null for the desk's own.
 * Where there is a shelf the content lies there, before its row does.
 */
export async function sealFile(
  seal: Seal,
  { name, type, content: bytes }: FileContent,
  createdAt: string,
  conversationId: string | null = null,
  id: string = crypto.randomUUID(),
) {
  const attachment: Attachment = { id, name, type, bytes: bytes.length }
  const [sealedName, sealed] = await Promise.all([
    seal.seal(name, `fileName:${id}`),
    seal.seal(toBase64(bytes), `file:${id}`),
  ])
  await seal.shelf?.put(id, sealed)
  const content = seal.shelf ? onShelf : sealed
  const row = { ...attachment, name: sealedName, conversationId, content, createdAt }
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
  const sealed = row.content === onShelf ? await seal.shelf?.get(id) : row.content
  if (!sealed) return null
  const [name, content] = await Promise.all([
    nameOf(seal, id, row.name),
    seal.open(sealed, `file:${id}`),
  ])
  return { name, type: row.type, content: fromBase64(content) }
}

/** What a stored file is; null where there is none of that id. */
export async function readAttachment(
  db: Kysely<Tables>,
  seal: Seal,
  id: string,
): Promise<Attachment | null> {
  const row = await db
    .selectFrom('file')
    .select(['id', 'name', 'type', 'bytes'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row ? { ...row, name: await nameOf(seal, id, row.name) } : null
}

/** Files of before names were sealed bear theirs in the open. */
const nameOf = (seal: Seal, id: string, sealed: string): Promise<string> =>
  seal.open(sealed, `fileName:${id}`).catch(() => sealed)
