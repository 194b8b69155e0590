import { inspect } from '../certificate/inspect.ts'
import type { Event, SentFile } from '../conversation/event.ts'
import { sealFile } from '../store/files.ts'
import type { Seal } from '../store/seal.ts'
import type { Store } from '../store/store.ts'

/** Looks at a file that somebody sent and keeps it, where it is of use, as one of the conversation's. */
export type Attach = (
  conversation: string,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
) => Promise<SentFile>

type Dependencies = { store: Store; seal: Seal; stamp: () => Pick<Event, 'at'> }

export function createAttach({ store, seal, stamp }: Dependencies): Attach {
  return async (conversation, name, bytes) => {
    const found = inspect(bytes)
    if ('problem' in found) {
      return { id: '', name, type: 'application/octet-stream', bytes: bytes.length, ...found }
    }
    const content = { name, type: found.type, content: bytes }
    const { attachment, row } = await sealFile(seal, content, stamp().at, conversation)
    await store.keepFile(row)
    return attachment
  }
}
