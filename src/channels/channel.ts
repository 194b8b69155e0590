import type { Saying } from '../conversation/effect.ts'

/** A way to people. A conversation's id begins with its channel's name: `web:…`. */
export type Channel = {
  name: string
  /** Sends one message. Throws where it may be tried again; `id` is the same each time. */
  send(conversation: string, saying: Saying, id: string): Promise<void>
}

/** The channel's name in a conversation's id. */
export const channelName = (conversation: string): string =>
  conversation.slice(0, conversation.indexOf(':'))
