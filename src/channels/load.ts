import type { Backend } from '../backend/backend.ts'
import type { Catalogue } from '../conversation/catalogue.ts'
import type { State } from '../conversation/state.ts'
import { readFile } from '../store/files.ts'
import type { Seal } from '../store/seal.ts'
import type { Store } from '../store/store.ts'
import { exportName, exportOf } from './web/export.ts'
import { messagesOf, viewOf } from './web/view.ts'
import type { Load } from './write.ts'

type Dependencies = {
  store: Store
  seal: Seal
  backend: Backend
  catalogue: () => Catalogue
  today: () => string
  stateOf: (conversation: string) => Promise<State | null>
  /** The PNG of a picture that a saying points to; null where there is none. */
  picture: (url: string) => Promise<Uint8Array<ArrayBuffer> | null>
}

/** Gets what is sent along with words: from the store, or from the agency. */
export function createLoad(dependencies: Dependencies): Load {
  const { store, seal, backend, catalogue, today, stateOf, picture } = dependencies
  return {
    picture,

    async file(conversation, { id }) {
      const kept = await readFile(store.db, seal, id)
      if (kept) return kept
      const state = await stateOf(conversation)
      const dossier = state?.dossiers.find(({ status }) =>
        status.documents.some((document) => document.id === id),
      )
      return dossier ? backend.document(dossier.serial, id) : null
    },

    async export(conversation) {
      const state = await stateOf(conversation)
      if (!state) return null
      const turns = await store.turns(conversation, 0)
      const messages = turns.flatMap((turn) => messagesOf('', turn))
      const all = await exportOf(store, conversation, messages, viewOf(catalogue(), state, today()))
      const content = new TextEncoder().encode(JSON.stringify(all, null, 1))
      return { name: exportName, type: 'application/json', content }
    },
  }
}
