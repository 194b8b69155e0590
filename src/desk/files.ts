import type { Kysely } from 'kysely'
import type { Attachment } from '../backend/backend.ts'
import { fromBase64, toBase64 } from '../backend/base64.ts'
import type { Seal } from '../store/seal.ts'
import type { FileTable, Tables } from '../store/tables.ts'

/** A file with its bytes. */
export type FileContent = { name: string; type: string; content: Uint8Array<ArrayBuffer> }

/** Reads a stored file and opens it; null where there is none of that id. */
export async function readFile(
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
  const content = fromBase64(await seal.open(row.content, `file:${id}`))
  return { name: row.name, type: row.type, content }
}

/** Seals a file of the desk's own into a row that is ready to be inserted. */
export async function sealFile(seal: Seal, file: FileContent, createdAt: string) {
  const id = crypto.randomUUID()
  const { name, type, content } = file
  const attachment: Attachment = { id, name, type, bytes: content.length }
  const row: FileTable = {
    ...attachment,
    conversationId: null,
    content: await seal.seal(toBase64(content), `file:${id}`),
    createdAt,
  }
  return { attachment, row }
}
