import type { Catalogue } from '../../conversation/catalogue.ts'
import type { Event } from '../../conversation/event.ts'
import type { State } from '../../conversation/state.ts'
import type { Store } from '../../store/store.ts'
import { type Message, messagesOf, type StateView, turnOf, viewOf } from './view.ts'

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

  /** Where a chat stands; null where there is none. */
  async function stateOf(chat: string): Promise<StateView | null> {
    const last = await store.turnAt(conversationOf(chat))
    return last && view(last.state)
  }

  async function messagesAfter(chat: string, after: number): Promise<Message[]> {
    const turns = await store.turns(conversationOf(chat), turnOf(after))
    return turns.flatMap((turn) => messagesOf(chat, turn)).filter(({ seq }) => seq > after)
  }

  return {
    ...{ view, stateOf, messagesAfter },
    /** What was said after a message; null where there is no such chat any more. */
    async eventsAfter(chat: string, after: number): Promise<ChatEvent[] | null> {
      const messages = await messagesAfter(chat, after)
      const state = await stateOf(chat)
      if (!state) return null
      return messages.map((message) => ({
        id: String(message.seq),
        type: 'message',
        data: { ...message, state },
      }))
    },
  }
}

export type Reader = ReturnType<typeof createReader>
