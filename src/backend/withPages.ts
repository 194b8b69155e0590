import type { Event } from '../conversation/event.ts'
import { readFile, sealFile } from '../store/files.ts'
import type { Seal } from '../store/seal.ts'
import type { Store } from '../store/store.ts'
import type { Application, Backend } from './backend.ts'

type Dependencies = {
  store: Pick<Store, 'db' | 'keepFile'>
  seal: Seal
  stamp: () => Pick<Event, 'at'>
}

/** The same agency, which takes one file: an attachment of several pages is bound into one before it goes. */
export function withPages(backend: Backend, { store, seal, stamp }: Dependencies): Backend {
  async function bound(application: Application, key: string): Promise<Application> {
    const { attachment } = application
    if (!attachment?.pages) return application
    const conversation = key.replace(/\/\d+\/\d+$/, '')
    const files = await Promise.all(
      attachment.pages.map(async ({ id }) => {
        const file = await readFile(store.db, seal, id, conversation)
        if (!file) throw new Error('a page of an attachment is gone')
        return file.content
      }),
    )
    const { bind } = await import('../certificate/bind.ts')
    const content = { name: attachment.name, type: 'application/pdf', content: await bind(files) }
    const made = await sealFile(seal, content, stamp().at, conversation)
    await store.keepFile(made.row)
    return { ...application, attachment: made.attachment }
  }
  return {
    ...backend,
    submit: async (application, key) => backend.submit(await bound(application, key), key),
  }
}
