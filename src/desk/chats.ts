/** A conversation that asked for a person. */
export type ChatWaiting = {
  chat: string
  /** Where the person writes: `web`, `wechat`, `dingtalk`, `rest`. */
  channel: string
  /** When a person was asked for, ISO 8601 with offset. */
  since: string
  /** The clerk who answered first; null while nobody has. */
  clerk: string | null
  /** What the person said last. */
  lastText: string
}

/** One message of a conversation, as the clerk reads it. */
export type ChatLine = {
  seq: number
  from: 'assistant' | 'user' | 'clerk'
  text: string
  /** ISO 8601 with offset. */
  at: string
}

/** A conversation with everything said in it, oldest first. */
export type ChatRead = {
  chat: string
  channel: string
  /** Whether a person is still wanted; once handed back, the assistant answers again. */
  waiting: boolean
  clerk: string | null
  messages: readonly ChatLine[]
}

/** Conversations as the desk sees them; the conversation side implements it. */
export type ChatDesk = {
  /** Those that wait for a person, the longest waiting first. */
  list(): Promise<readonly ChatWaiting[]>
  /** One conversation, or null where there is none (any more). */
  read(chat: string): Promise<ChatRead | null>
  /** Says `text` to the person, as the clerk. */
  say(chat: string, text: string, clerk: string): Promise<void>
  /** Gives the conversation back to the assistant. */
  handBack(chat: string, clerk: string): Promise<void>
}
