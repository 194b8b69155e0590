import type { Catalogue } from '../../conversation/catalogue.ts'
import type { Event } from '../../conversation/event.ts'
import type { State } from '../../conversation/state.ts'
import type { Store } from '../../store/store.ts'
import { messagesIn, readThread, type Thread } from './thread.ts'
import { type Message, type StateView, viewOf } from './view.ts'

type Dependencies = {
  store: Store
  catalogue: () => Catalogue
  stamp: () => Pick<Event, 'today'>
}

/** What an open page is told, in the same envelope over every transport; `id` is where to go on from. */
export type ChatEvent = {
  id: string
  type: 'message'
  data: Message & { state: StateView }
}

/** The conversation of a web chat. */
export const conversationOf = (chat: string): string => `web:${chat}`

/** Reads web chats as their pages show them. */
export function createReader({ store, catalogue, stamp }: Dependencies) {
  const view = (state: State): StateView => viewOf(catalogue(), state, stamp().today)

  /** What a chat's page shows; null where there is no such chat any more. */
  const threadOf = (chat: string): Promise<Thread | null> => readThread(store, conversationOf(chat))

  const messagesAfter = (chat: string, thread: Thread, after: number): Promise<Message[]> =>
    messagesIn(store, chat, thread, after)

  return {
    ...{ view, threadOf, messagesAfter },
    /** What was said after a message; null where there is no such chat any more. */
    async eventsAfter(chat: string, after: number): Promise<ChatEvent[] | null> {
      const thread = await threadOf(chat)
      if (!thread) return null
      const messages = await messagesAfter(chat, thread, after)
      const state = view(thread.state)
      return messages.map((message) => ({
        id: String(message.seq),
        type: 'message',
        data: { ...message, state },
      }))
    },
  }
}
