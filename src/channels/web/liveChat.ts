import type { ChatEvent } from './reader.ts'

/** What we use of a Durable Object's state. */
export type ObjectState = {
  acceptWebSocket(socket: ServerSocket): void
  getWebSockets(): ServerSocket[]
  setWebSocketAutoResponse(pair: WebSocketRequestResponsePair): void
}

export type ServerSocket = {
  send(text: string): void
  close(code: number, reason: string): void
  /** What is attached to a socket is there again after the object has slept. */
  serializeAttachment(value: Heard): void
  deserializeAttachment(): Heard
}

/** The last message that a page has; null for whoever only wants to be woken. */
type Heard = { after: number | null }

type Dependencies = {
  state: ObjectState
  /** What was said in a chat after a message; null where there is no such chat. */
  eventsAfter: (chat: string, after: number) => Promise<readonly ChatEvent[] | null>
  log: { error(facts: object, message: string): void }
}

/** There is no such chat any more: said as an event, since a closing handshake takes its time. */
const gone = JSON.stringify({ id: '', type: 'gone', data: null })

/** As many pages of one chat as are open at once. */
const mostPages = 20

/**
 * The open pages of one chat, in a Durable Object. It remembers nothing but what each page has heard,
 * reads the record for what is new, and sleeps in between while its sockets stay open.
 */
export function createLiveChat({ state, eventsAfter, log }: Dependencies) {
  let turn: Promise<void> = Promise.resolve()
  // Signs of life are answered without waking anybody.
  state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))

  /** One after another, so that no page hears things out of order. */
  const tell = (chat: string): Promise<void> => {
    turn = turn.then(() => tellAll(chat))
    return turn
  }

  async function tellAll(chat: string): Promise<void> {
    const sockets = state.getWebSockets()
    if (sockets.length === 0) return
    try {
      const heard = sockets.flatMap((socket) => socket.deserializeAttachment().after ?? [])
      const events = heard.length > 0 ? await eventsAfter(chat, Math.min(...heard)) : []
      for (const socket of sockets) {
        try {
          tellOne(socket, events)
        } catch {
          // It has just been closed by the other side.
        }
      }
    } catch (error) {
      log.error({ err: error }, 'the pages of a chat could not be told')
      // They come again, and say then what they have heard.
      for (const socket of sockets) socket.close(1011, 'try again')
    }
  }

  function tellOne(socket: ServerSocket, events: readonly ChatEvent[] | null): void {
    const { after } = socket.deserializeAttachment()
    if (after === null) return socket.send('news')
    if (!events) return socket.send(gone)
    const news = events.filter(({ id }) => Number(id) > after)
    for (const event of news) socket.send(JSON.stringify(event))
    const last = news.at(-1)
    if (last) socket.serializeAttachment({ after: Number(last.id) })
  }

  return {
    /** A page comes, having heard up to a message. */
    connect(chat: string, after: number | null): Response {
      if (state.getWebSockets().length >= mostPages) return new Response(null, { status: 429 })
      const { 0: page, 1: ours } = new WebSocketPair()
      state.acceptWebSocket(ours)
      ours.serializeAttachment({ after })
      if (after !== null) void tell(chat)
      const headers = { 'Sec-WebSocket-Protocol': 'jiexu' }
      return new Response(null, { status: 101, webSocket: page, headers } as ResponseInit)
    },
    /** There is something new in the chat. */
    tell,
  }
}
