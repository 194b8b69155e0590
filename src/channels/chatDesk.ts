import type { Event, Happening } from '../conversation/event.ts'
import type { ChatDesk, ChatLine, ChatWaiting } from '../desk/chats.ts'
import type { Inbox } from '../inbox/inbox.ts'
import type { Store } from '../store/store.ts'
import { channelName } from './channel.ts'
import { messagesOf } from './web/view.ts'

type Dependencies = {
  store: Store
  inbox: Inbox
  stamp: () => Pick<Event, 'at' | 'today'>
}

/** The conversations that asked for a person, as the desk sees and answers them. */
export function createChatDesk({ store, inbox, stamp }: Dependencies): ChatDesk {
  const { db } = store

  async function linesOf(conversation: string): Promise<ChatLine[]> {
    const turns = await store.turns(conversation, 0)
    const messages = turns.flatMap((turn) => messagesOf(conversation, turn))
    return messages.map(({ seq, from, text, at }) => ({ seq, from, text, at }))
  }

  const happen = (conversation: string, happening: Happening) =>
    inbox.receive(conversation, {
      ...happening,
      ...stamp(),
      id: `desk:${crypto.randomUUID()}`,
    })

  const forget = (conversation: string) =>
    db.deleteFrom('handoff').where('conversationId', '=', conversation).execute()

  return {
    async list() {
      const rows = await db.selectFrom('handoff').selectAll().orderBy('since').limit(200).execute()
      const waiting = await Promise.all(
        rows.map(async ({ conversationId, since, clerk }): Promise<ChatWaiting | null> => {
          const last = await store.turnAt(conversationId)
          if (!last || last.state.handoff === 'none') {
            await forget(conversationId)
            return null
          }
          const lines = await linesOf(conversationId)
          const lastText = lines.findLast(({ from }) => from === 'user')?.text ?? ''
          const channel = channelName(conversationId)
          return { chat: conversationId, channel, since, clerk, lastText }
        }),
      )
      return waiting.filter((one) => one !== null)
    },

    async read(chat) {
      const last = await store.turnAt(chat)
      if (!last) return null
      const row = await db
        .selectFrom('handoff')
        .select('clerk')
        .where('conversationId', '=', chat)
        .executeTakeFirst()
      return {
        ...{ chat, channel: channelName(chat), clerk: row?.clerk ?? null },
        waiting: last.state.handoff !== 'none',
        messages: await linesOf(chat),
      }
    },

    async say(chat, text, clerk) {
      await happen(chat, { kind: 'clerkSaid', text, clerk })
      await db
        .updateTable('handoff')
        .set({ clerk })
        .where('conversationId', '=', chat)
        .where('clerk', 'is', null)
        .execute()
    },

    async handBack(chat) {
      await happen(chat, { kind: 'clerkLeft' })
      await forget(chat)
    },
  }
}
