/** One message of a chat, as the server tells it. `seq` rises within a chat; `at` is ISO 8601 with offset. */
export type Message = {
  seq: number
  from: 'assistant' | 'user' | 'clerk'
  flow: string | null
  text: string
  choices?: { value: string; label: string }[]
  picture?: { url: string; alt: string }
  file?: { url: string; name: string; bytes: number }
  at: string
}

/** What the widget shows of the state of a chat; the server sends more. */
export type State = {
  flow: string | null
  progress: { done: number; total: number } | null
  dossier: { serial: string; status: string } | null
}

/** What every call for messages answers. */
export type Answer = {
  messages: Message[]
  state: State
  /** Told by headers: whether the server's events come over a WebSocket, and the chat's next token. */
  sockets: boolean
  nextToken: string | null
}

/** What a new chat answers: the token opens this chat and no other. */
export type Opened = Answer & { chat: string; token: string }

/** A chat and the token that opens it. */
export type Ticket = { chat: string; token: string }
