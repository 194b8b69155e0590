import type { FileProblem } from '../certificate/inspect.ts'
import type { LookAt } from '../certificate/look.ts'
import { judge } from '../certificate/reading/judge.ts'
import type { Reading, Unread } from '../certificate/reading/reading.ts'
import type { Recognised } from '../certificate/reading/recognise.ts'
import type { Catalogue } from '../conversation/catalogue.ts'
import { fieldsOf, formFor, readingServes } from '../conversation/certificateForms.ts'
import type { Event, SentFile } from '../conversation/event.ts'
import { initialState } from '../conversation/state.ts'
import { newFileId } from '../inbox/sentFiles.ts'
import { sealFile } from '../store/files.ts'
import type { Seal } from '../store/seal.ts'
import type { Store } from '../store/store.ts'

/** Looks at a file that somebody sent and keeps it, where it is of use, as one of the conversation's. */
export type Attach = (
  conversation: string,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
) => Promise<SentFile>

/** All files of one conversation, bytes: many times what a family attaches. */
const mostKept = 30 * 1024 * 1024

type Dependencies = {
  store: Store
  seal: Seal
  stamp: () => Pick<Event, 'at' | 'today'>
  catalogue: () => Catalogue
  lookAt: LookAt
}

export function createAttach(dependencies: Dependencies): Attach {
  const { store, seal, stamp, catalogue, lookAt } = dependencies
  return async (conversation, name, bytes) => {
    const refused = (problem: FileProblem | 'full'): SentFile => ({
      ...{ id: '', name, type: 'application/octet-stream', bytes: bytes.length, problem },
    })
    if ((await store.bytesOf(conversation)) >= mostKept) return refused('full')
    const { state } = (await store.turnAt(conversation)) ?? { state: initialState }
    const looked = await lookAt(bytes, readingServes(catalogue(), { ...initialState, ...state }))
    if ('problem' in looked) return refused(looked.problem)
    const { type, extension, content, flaw, read } = looked
    const { attachment, row } = await sealFile(
      seal,
      { name: named(name, extension), type, content },
      stamp().at,
      conversation,
      newFileId(),
    )
    await store.keepFile(row)
    return { ...attachment, ...(flaw && { flaw }), ...(read && { read: readingOf(read) }) }
  }

  /** The printed words as the form that the certificate is for would hear them. */
  function readingOf(read: Recognised | Unread): Reading | Unread {
    if (typeof read === 'string') return read
    const form = formFor(catalogue(), read.paper)
    if (!form) return 'unknown'
    return judge(read, { today: stamp().today, fields: fieldsOf(catalogue(), form) })
  }
}

/** The name with the ending of what the file has become: a.webp is a.jpg now. */
const named = (name: string, extension: string): string =>
  new RegExp(`\\.${extension === 'jpg' ? 'jpe?g' : extension}$`, 'i').test(name)
    ? name
    : `${name.replace(/\.\w{1,5}$/, '')}.${extension}`
