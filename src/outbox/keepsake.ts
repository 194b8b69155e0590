import type { Attachment } from '../backend/backend.ts'
import type { Event } from '../conversation/event.ts'
import type { Writing } from '../documents/content.ts'
import type { Issue } from '../documents/issue.ts'
import { readAttachment, sealFile } from '../store/files.ts'
import type { Seal } from '../store/seal.ts'
import type { Store } from '../store/store.ts'

/** Makes a document for a conversation. The same id again gives the same file. */
export type Keepsake = (conversation: string, writing: Writing, id: string) => Promise<Attachment>

type Dependencies = { store: Store; seal: Seal; issue: Issue; stamp: () => Pick<Event, 'at'> }

export function createKeepsake({ store, seal, issue, stamp }: Dependencies): Keepsake {
  return async (conversation, writing, id) => {
    const fileId = await seal.lookup(`keepsake:${id}`)
    const known = await readAttachment(store.db, seal, fileId)
    if (known) return known
    const { file, row: document } = await issue(writing)
    const { attachment, row } = await sealFile(seal, file, stamp().at, conversation, fileId)
    await store.keepDocument(row, document)
    return attachment
  }
}
