import type { Background } from '../../background.ts'
import { channelName } from '../channel.ts'
import { createLive, type Live } from './live.ts'

/** What we use of a namespace of Durable Objects. */
export type LiveChats = {
  idFromName(name: string): unknown
  get(id: unknown): { fetch(url: string, init?: RequestInit): Promise<Response> }
}

/** Milliseconds before a chat that could not be told is told again. */
const pauses = [100, 1000]

/** Tells pages wherever they are open: each chat's are held by a Durable Object of its own. */
export function createRemoteLive(chats: LiveChats, background: Background): Live {
  const here = createLive()
  const ask = (conversation: string, question: string, init?: RequestInit) =>
    chats
      .get(chats.idFromName(conversation))
      .fetch(`https://live/${encodeURIComponent(conversation)}/${question}`, init)
  const connect = (conversation: string, after: string) =>
    ask(conversation, `connect?after=${after}`, { headers: { Upgrade: 'websocket' } })

  async function tell(conversation: string): Promise<void> {
    for (const pause of [...pauses, null]) {
      const told = await ask(conversation, 'tell').catch(() => null)
      if (told?.ok || pause === null) return
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }

  return {
    publish(conversation) {
      here.publish(conversation)
      if (channelName(conversation) === 'web') background(tell(conversation))
    },
    subscribe(conversation, onTurn) {
      const stop = here.subscribe(conversation, onTurn)
      const woken = connect(conversation, '').then((answer) => {
        const { webSocket } = answer as Response & { webSocket: WakingSocket | null }
        if (!webSocket) throw new Error('too many pages')
        webSocket.accept()
        webSocket.addEventListener('message', onTurn)
        // Whatever was said before we could hear of it.
        onTurn()
        return webSocket
      })
      woken.catch(() => {})
      return () => {
        stop()
        void woken.then((socket) => socket.close()).catch(() => {})
      }
    },
    connect: (conversation, after) => connect(conversation, String(after)),
  }
}

type WakingSocket = {
  accept(): void
  addEventListener(type: 'message', listener: () => void): void
  close(): void
}
